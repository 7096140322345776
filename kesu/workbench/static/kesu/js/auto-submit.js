// A form with data-auto-submit is sent when a choice in it changes; its button is for others.
function hide() {
  for (const button of document.querySelectorAll("[data-auto-submit] [data-only-plain]")) button.hidden = true;
}

document.addEventListener("change", (event) => event.target.form?.matches("[data-auto-submit]") && event.target.form.requestSubmit());
hide();
document.addEventListener("htmx:afterSettle", hide);
