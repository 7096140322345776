// [data-part="id"] tells whether the part of that id is filled in yet, and a press goes there.
// A part is filled when each field in it that must be filled, and is shown, holds something; a part
// that is not shown is not asked for.
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
    chip.hidden = Boolean(part?.hidden);
    chip.classList.toggle("ok", done);
    chip.classList.toggle("soon", !done);
  }
}

const soon = () => queueMicrotask(show);
document.addEventListener("input", soon);
document.addEventListener("change", soon);
function go(chip) {
  const part = document.getElementById(chip.dataset.part);
  const field = part?.matches("input, textarea") ? part : part?.querySelector("input, textarea, select");
  part?.scrollIntoView({ block: "nearest" });
  field?.focus();
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-part]");
  if (!chip) return;
  event.preventDefault();
  go(chip);
});

// Enter in a line goes to what is missing next; nothing is sent by a key that belongs to a line.
document.addEventListener("keydown", (event) => {
  const line = event.target.matches?.("form[data-draft] input:not([type=search], [type=radio], [type=checkbox])");
  if (!line || event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  const chips = [...document.querySelectorAll("[data-part].soon")].filter((chip) => chip.checkVisibility());
  const next = chips.find((chip) => !document.getElementById(chip.dataset.part)?.contains(event.target));
  if (next) go(next);
});
// What came back wrong: the cursor stands at the first of it.
function mend() {
  const wrong = document.querySelectorAll("form[data-draft]:not([data-draft-fresh]) :is([aria-invalid], .wrong :is(input, select, textarea))");
  const shown = [...wrong].filter((one) => one.checkVisibility());
  (shown.find((one) => one.type !== "radio") ?? shown[0])?.focus();
}

// Behind the other scripts, which hide what is not asked for.
document.addEventListener("DOMContentLoaded", () => {
  show();
  mend();
});
