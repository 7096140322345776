// A key presses the button with data-row-key in the row that J and K chose.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [popover]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest?.(typing) || event.key?.length !== 1) return;
  const row = event.target.closest?.("[data-item]") ?? document.querySelector("[data-list] .current");
  const found = row?.querySelector(`[data-row-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!found?.checkVisibility()) return;
  event.preventDefault();
  found.click();
});
