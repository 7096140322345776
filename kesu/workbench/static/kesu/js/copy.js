// A button with data-copy puts the text of the field with that id on the clipboard; without a
// clipboard the text is selected, ready for Ctrl C.
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return;
  }
  for (const said of document.querySelectorAll("[data-copied]")) said.hidden = false;
});
