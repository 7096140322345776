// A key presses the visible element that carries it in data-hotkey: "N", "Ctrl+K", "F2", "G Q".
// Single letters rest while somebody types; a first key of two waits a second for the other.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const OPEN = "details[data-disclose][open], dialog[open], :popover-open";
let first = "";
let timer = 0;

function pressed(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  const digit = /^Digit(\d)$/.exec(event.code);
  const key = event.altKey && digit ? digit[1] : event.key;
  parts.push(key.length === 1 ? key.toUpperCase() : key);
  return parts.join("+");
}

function bearer(key) {
  const open = document.querySelector("dialog[open]");
  const found = (open ?? document).querySelectorAll("[data-hotkey]");
  return [...found].find(
    (element) => element.dataset.hotkey === key && element.checkVisibility() && !element.disabled,
  );
}

function press(element) {
  if (element.matches(typing)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
    if (element.matches("input")) element.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.key === undefined) return;
  const free = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.key);
  if (free && event.target.closest?.(typing)) return;
  // Esc closes what is open before it leads anywhere.
  if (event.key === "Escape" && document.querySelector(OPEN)) return;
  const key = pressed(event);
  const found = (first && bearer(`${first} ${key}`)) || bearer(key);
  clearTimeout(timer);
  first = "";
  if (found) {
    event.preventDefault();
    press(found);
  } else if (free && key.length === 1 && document.querySelector(`[data-hotkey^="${CSS.escape(key)} "]`)) {
    first = key;
    timer = setTimeout(() => (first = ""), 1000);
  }
});
