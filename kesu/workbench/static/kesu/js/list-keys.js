// [data-list] with [data-item]s: J and K move, Enter opens, X selects, Shift+X and a click with Shift
// select from the last one to here.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [popover]";
const BOX = "[data-select]:not(:disabled)";
let current = null;
let last = null;

const items = () => [...document.querySelectorAll("[data-list] [data-item]")].filter((one) => one.checkVisibility());

function enter(item) {
  if (item === current) return;
  current?.classList.remove("current");
  current = item;
  current.classList.add("current");
}

function stand(item) {
  enter(item);
  item.scrollIntoView({ block: "nearest" });
  (item.querySelector("[data-open]") ?? item.querySelector("a, button, summary"))?.focus({ preventScroll: true });
}

function move(step) {
  const all = items();
  if (!all.length) return;
  if (!current?.isConnected) current = document.querySelector("[data-list] .current");
  const at = all.indexOf(current);
  stand(all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))]);
}

function changed(box) {
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function range(from, to, checked) {
  const all = items();
  const [first, end] = [all.indexOf(from.closest("[data-item]")), all.indexOf(to.closest("[data-item]"))].sort((a, b) => a - b);
  for (const item of all.slice(Math.max(0, first), end + 1)) {
    const box = item.querySelector(BOX);
    if (box) box.checked = checked;
  }
  changed(to);
}

function select(reach) {
  if (!current?.isConnected) current = document.querySelector("[data-list] .current");
  const box = current?.querySelector(BOX);
  if (!box) return;
  if (reach && last?.isConnected && last !== box) range(last, box, true);
  else box.click();
  last = box;
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: (event) => select(event.shiftKey),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset.letters === "off" && event.key?.length === 1) return;
  if (event.target.closest?.(typing) || document.querySelector("dialog[open]")) return;
  const act = acts[event.key?.toLowerCase()];
  if (act && document.querySelector("[data-list]")) {
    event.preventDefault();
    act(event);
  }
});

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(`[data-list] ${BOX}`);
  if (!box) return;
  if (event.shiftKey && last?.isConnected && last !== box) range(last, box, box.checked);
  last = box;
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-list] [data-item]");
  if (item) enter(item);
});

// A row that is put anew, or leaves for good, hands on its place.
let place = -1;
document.addEventListener("htmx:beforeSwap", (event) => {
  place = event.detail.target === current ? items().indexOf(current) : -1;
});
document.addEventListener("htmx:afterSettle", () => {
  const all = items();
  if (place >= 0 && all.length && !current.isConnected && document.activeElement === document.body) {
    stand(all[Math.min(place, all.length - 1)]);
  }
  place = -1;
});
