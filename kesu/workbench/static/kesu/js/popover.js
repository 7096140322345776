// A button with data-hover and popovertarget opens its popover on hover and on keyboard focus too;
// tap, click and Esc are the browser's own. It stays while the pointer rests on either.
const WAIT = 160;
const timers = new WeakMap();
const target = (button) => document.getElementById(button.getAttribute("popovertarget"));

function later(popover, act, wait) {
  clearTimeout(timers.get(popover));
  timers.set(popover, setTimeout(act, wait));
}

function open(button) {
  const popover = target(button);
  later(popover, () => {
    if (!popover.matches(":popover-open")) popover.showPopover({ source: button });
  }, WAIT);
}

function close(popover) {
  later(popover, () => {
    const inside = popover.matches(":hover") || popover.contains(document.activeElement);
    if (popover.matches(":popover-open") && !inside) popover.hidePopover();
  }, WAIT * 2);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const button = event.target.closest?.("[data-hover][popovertarget]");
  const popover = event.target.closest?.("[data-popover]");
  if (button) open(button);
  if (popover) clearTimeout(timers.get(popover));
});

document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "mouse") return;
  const button = event.target.closest?.("[data-hover][popovertarget]");
  const popover = button ? target(button) : event.target.closest?.("[data-popover]");
  if (popover) close(popover);
});

document.addEventListener("focusin", (event) => {
  const button = event.target.closest?.("[data-hover][popovertarget]");
  if (button?.matches(":focus-visible")) open(button);
});

document.addEventListener("focusout", (event) => {
  const button = event.target.closest?.("[data-hover][popovertarget]");
  if (button) close(target(button));
});

// Esc closes what hover or focus opened, and it stays closed until one comes to the button again.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const open = document.querySelector("[data-popover]:popover-open");
  if (!open) return;
  clearTimeout(timers.get(open));
  const button = document.querySelector(`[data-hover][popovertarget="${CSS.escape(open.id)}"]`);
  const inside = open.contains(document.activeElement);
  open.hidePopover();
  if (inside) button?.focus({ preventScroll: true });
  event.preventDefault();
});
