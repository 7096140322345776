// What must be filled and is empty comes first; a form that asks nothing has its button ready.
const asked = ":is(input:not([type=hidden]), textarea, select)";
function first(place) {
  const shown = [...place.querySelectorAll(asked)].filter((one) => one.checkVisibility());
  return shown.find((one) => one.required && (one.type === "radio" ? !one.validity.valid : !one.value))
    ?? shown[0] ?? place.querySelector("footer button");
}

// An opened action puts the cursor in its first field; Esc closes it and gives the focus back.
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.matches("[data-disclose]") || !details.open) return;
  const wrong = details.querySelector("[aria-invalid]");
  (wrong ?? first(details))?.focus();
  details.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const details = event.target.closest?.("details[data-disclose][open]")
    ?? document.querySelector("details[data-disclose][open]");
  if (!details || document.querySelector("dialog[open], :popover-open:not([role=tooltip])")) return;
  details.open = false;
  details.querySelector("summary").focus();
});

// A link to #do-verb opens that action, also one that lies under "more".
function reach() {
  if (!location.hash.startsWith("#do-")) return;
  const details = document.getElementById(location.hash.slice(1));
  if (!(details instanceof HTMLDetailsElement)) return;
  const more = details.parentElement.closest("details");
  if (more) more.open = true;
  details.open = true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#do-"]');
  if (!link) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  reach();
});
window.addEventListener("hashchange", reach);
reach();

// What came back with a fault: the cursor stands at it.
document.querySelector("details[data-disclose][open] [aria-invalid]")?.focus();
