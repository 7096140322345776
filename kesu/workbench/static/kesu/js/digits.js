// [data-digits] holds choices with a data-digit each: while the focus lies in it, a digit presses the
// choice that carries it. A single choice gives the focus back to where it came from.
let before = null;

function into(group) {
  const first = group.querySelector("[data-digit]:checked") ?? group.querySelector("[data-digit]");
  before = document.activeElement === document.body ? null : document.activeElement;
  first.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-digits-open]");
  if (opener) into(opener.closest("[data-digits]"));
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
  const group = event.target.closest?.("[data-digits]");
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const choice = group && digit && group.querySelector(`[data-digit="${digit}"]`);
  if (!choice || event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  event.preventDefault();
  choice.click();
  if (choice.type === "radio") (before ?? choice).focus();
  else choice.focus();
  before = null;
});
