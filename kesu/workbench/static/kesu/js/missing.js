// [data-part="id"] tells whether the part of that id is filled in yet, and a press goes there.
// A part is filled when each field in it that must be filled, and is shown, holds something.
const wanted = "[required], [data-required]";

function filled(part) {
  const fields = part.matches("input, textarea") ? [part] : [...part.querySelectorAll(wanted)];
  return fields.filter((field) => field.checkVisibility())
    .every((field) => field.validity.valid && (field.type === "radio" || field.value.trim()));
}

function show() {
  for (const chip of document.querySelectorAll("[data-part]")) {
    const part = document.getElementById(chip.dataset.part);
    const done = Boolean(part) && filled(part);
    chip.classList.toggle("ok", done);
    chip.classList.toggle("soon", !done);
  }
}

document.addEventListener("input", show);
document.addEventListener("change", show);
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-part]");
  if (!chip) return;
  event.preventDefault();
  const part = document.getElementById(chip.dataset.part);
  const field = part?.matches("input, textarea") ? part : part?.querySelector("input, textarea, select");
  part?.scrollIntoView({ block: "nearest" });
  field?.focus();
});
show();
