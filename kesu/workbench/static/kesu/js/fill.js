// [data-fill="id"] puts its data-value into the field of that id; [data-narrow] hides what does not match.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  if (!chip) return;
  const field = document.getElementById(chip.dataset.fill);
  field.value = chip.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-narrow]");
  if (!field) return;
  const wanted = field.value.trim().toLowerCase();
  for (const item of document.querySelectorAll(`${field.dataset.narrow} [data-words]`)) {
    const kept = item.querySelector(":checked") || item.dataset.words.toLowerCase().includes(wanted);
    item.hidden = Boolean(wanted) && !kept;
  }
});

for (const part of document.querySelectorAll("[data-only-script]")) part.hidden = false;
