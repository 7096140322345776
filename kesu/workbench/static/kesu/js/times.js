// time[title] is written as its reader expects it; the exact one shows on hover and on focus. Of
// the times of a list one is a stop of the Tab key, the arrows lead to the others.
const WAIT = 160;
const ALONE = "a, button, summary, label, [data-item], th";
const GROUP = "ol, ul, dl, table, section, header";
const box = document.createElement("div");
box.className = "exact";
box.id = "exact";
box.popover = "manual";
box.setAttribute("role", "tooltip");
document.body.append(box);
let timer = 0;

function wake() {
  for (const time of document.querySelectorAll("time[title]")) {
    time.dataset.exact = time.title;
    time.removeAttribute("title");
    if (time.closest(ALONE)) continue;
    const group = time.closest(GROUP);
    time.tabIndex = group?.querySelector('time[tabindex="0"]') ? -1 : 0;
  }
}

function show(time) {
  hide();
  box.textContent = time.dataset.exact;
  box.showPopover();
  const at = time.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + 4 + height < innerHeight;
  box.style.top = `${below ? at.bottom + 4 : at.top - height - 4}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  time.setAttribute("aria-describedby", "exact");
}

function hide() {
  clearTimeout(timer);
  if (box.matches(":popover-open")) box.hidePopover();
  document.querySelector('time[aria-describedby="exact"]')?.removeAttribute("aria-describedby");
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  clearTimeout(timer);
  // The pointer may go over to what is shown, and rest there.
  if (event.target === box) return;
  const time = event.target.closest?.("time[data-exact]");
  if (time) timer = setTimeout(() => show(time), WAIT);
  else if (!document.activeElement?.matches("time[data-exact]")) timer = setTimeout(hide, WAIT);
});
document.addEventListener("pointerdown", (event) => event.target === box || hide());

document.addEventListener("focusin", (event) => {
  const inside = event.target.closest?.("[data-item]")?.querySelector("time[data-exact]");
  const time = event.target.matches?.("time[data-exact]") ? event.target : inside;
  hide();
  // Later: the focus may come back from a popover that is just closing.
  if (time && event.target.matches(":focus-visible")) timer = setTimeout(() => show(time));
});
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return hide();
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!by || !event.target.matches?.("time[data-exact]")) return;
  const all = [...(event.target.closest(GROUP)?.querySelectorAll("time[data-exact][tabindex]") ?? [])];
  const next = all[all.indexOf(event.target) + by];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
for (const name of ["htmx:afterSettle", "kesu:row"]) document.addEventListener(name, wake);
wake();
