// [data-fill="id"] puts its data-value into the field of that id; [data-fills] several at once, as
// id=value pairs; [data-add] joins its word to the field named by data-add-to; [data-press] presses
// what it names; [data-copy] carries a field along when a popover opens. [data-narrow] hides what does
// not match.
function set(id, value) {
  const field = document.getElementById(id);
  if (!field || field.value === value) return field;
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  return field;
}

function add(field, word) {
  const words = field.value.split("、").filter(Boolean);
  const left = words.filter((one) => one !== word);
  set(field.id, (left.length < words.length ? left : [...words, word]).join("、"));
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill], [data-fills], [data-add], [data-press]");
  if (!chip) return;
  const { fill, fills, add: word, addTo, press, value } = chip.dataset;
  if (fill) set(fill, value)?.focus();
  for (const [id, one] of new URLSearchParams(fills ?? "")) if (one) set(id, one);
  if (word) add(document.getElementById(addTo), word);
  if (press) document.querySelector(press).click();
});

document.addEventListener("toggle", (event) => {
  const { copy, copyTo } = event.target.dataset ?? {};
  const field = copy && document.getElementById(copyTo);
  if (field && event.newState === "open" && !field.value) field.value = document.getElementById(copy).value;
  if (field && event.newState === "open") field.focus();
}, true);

// An item stays when its own words match, when it is chosen, or when something inside it stays.
// A number fits from its beginning: "1.2" is not "1.1.2".
const fits = (words, word) => (/^\d/.test(word) ? words.startsWith(word) : words.includes(word));

function below(place) {
  return [...place.querySelectorAll("[data-find]")]
    .filter((one) => one.parentElement.closest("[data-find]") === (place.matches("[data-find]") ? place : null));
}

function narrow(item, wanted) {
  const own = wanted.split(/\s+/).every((word) => fits(item.dataset.find.toLowerCase(), word));
  item.toggleAttribute("data-hit", own && Boolean(wanted));
  const inside = below(item).map((one) => narrow(one, own ? "" : wanted));
  const kept = own || inside.includes(true) || Boolean(item.querySelector("input:checked"));
  item.hidden = !kept;
  return kept;
}

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-narrow]");
  if (!field) return;
  const wanted = field.value.trim().toLowerCase();
  const place = document.querySelector(field.dataset.narrow);
  place.toggleAttribute("data-narrowed", Boolean(wanted));
  for (const item of below(place)) narrow(item, wanted);
});

for (const part of document.querySelectorAll("[data-only-script]")) part.hidden = false;
