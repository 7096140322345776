// [data-fill="id"] puts its data-value into the field of that id; [data-narrow] hides what does not match.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  if (!chip) return;
  const field = document.getElementById(chip.dataset.fill);
  field.value = chip.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

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
