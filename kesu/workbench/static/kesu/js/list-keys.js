// [data-list] with [data-item]s: J and K move, Enter opens, X selects.
const typing = "input:not([type=checkbox]), textarea, select, dialog, [popover]";
let current = null;

function move(step) {
  const items = [...document.querySelectorAll("[data-list] [data-item]")];
  if (!items.length) return;
  const at = items.indexOf(current);
  const next = items[Math.min(items.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  current?.classList.remove("current");
  next.classList.add("current");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("[data-open]").focus({ preventScroll: true });
  current = next;
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current?.querySelector("[data-select]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(typing)) return;
  const act = acts[event.key?.toLowerCase()];
  if (act && document.querySelector("[data-list]")) {
    event.preventDefault();
    act();
  }
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-list] [data-item]");
  if (!item || item === current) return;
  current?.classList.remove("current");
  current = item;
});
