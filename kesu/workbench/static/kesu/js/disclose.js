// An opened action puts the cursor in its first field; Esc closes it and gives the focus back.
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.matches("[data-disclose]") || !details.open) return;
  const wrong = details.querySelector("[aria-invalid]");
  (wrong ?? details.querySelector("form :is(input:not([type=hidden]), textarea, select, button)"))?.focus();
  details.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const details = event.target.closest?.("details[data-disclose][open]");
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
});

if (location.hash.startsWith("#do-")) {
  const details = document.querySelector(`${CSS.escape(location.hash).replace("\\#", "#")}`);
  if (details instanceof HTMLDetailsElement) details.open = true;
}
