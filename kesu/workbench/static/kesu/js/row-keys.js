// A key presses the button with data-row-key in the row that J and K chose. What a row is answered
// with takes its place, a refusal too, as long as it still holds what was typed.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [popover]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (document.documentElement.dataset.letters === "off") return;
  if (event.target.closest?.(typing) || event.key?.length !== 1) return;
  const row = event.target.closest?.("[data-item]") ?? document.querySelector("[data-list] .current");
  const found = row?.querySelector(`[data-row-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!found?.checkVisibility()) return;
  event.preventDefault();
  found.click();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (!target?.matches("[data-item]") || ![409, 422].includes(xhr.status)) return;
  if (!xhr.responseText.includes(`id="${target.id}"`)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
