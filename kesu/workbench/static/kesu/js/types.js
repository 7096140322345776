// The list of types: Enter in the find box takes the first type that is left, the arrow down goes
// there; what is chosen is said above the list. [data-pick] chooses the type it names.
const list = document.getElementById("types");
const find = list?.querySelector("[data-narrow]");
const shown = () => [...list.querySelectorAll("input[type=radio]")].filter((one) => one.checkVisibility());
const hit = (one) => one.closest("[data-find]").hasAttribute("data-hit");
const first = () => shown().find(hit) ?? shown()[0];

function say() {
  const place = list.querySelector("[data-chosen]");
  const chosen = list.querySelector("input[name=type]:checked");
  if (!place) return;
  place.hidden = !chosen;
  place.querySelector("b").textContent = chosen?.dataset.name ?? "";
  place.querySelector("span").textContent = chosen?.dataset.follows ?? "";
  for (const one of document.querySelectorAll("[data-pick]")) one.ariaPressed = String(one.dataset.pick === chosen?.value);
}

function pick(code) {
  list.querySelector(`input[name=type][value="${CSS.escape(code)}"]`)?.click();
}

find?.addEventListener("keydown", (event) => {
  if (event.isComposing || !["Enter", "ArrowDown"].includes(event.key) || event.ctrlKey) return;
  event.preventDefault();
  const target = find.value.trim() ? first() : list.querySelector("input[name=type]:checked") ?? first();
  if (!target) return;
  if (event.key === "Enter") target.click();
  target.focus();
});
list?.addEventListener("change", say);
document.addEventListener("click", (event) => {
  const one = event.target.closest?.("[data-pick]");
  if (one) pick(one.dataset.pick);
});
if (list) say();
