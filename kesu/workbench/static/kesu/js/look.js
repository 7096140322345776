// form[data-look]: a choice of theme, density or keys shows at once and is kept by the server.
const root = document.documentElement;
const plain = { theme: "system", density: "normal", letters: "on" };

function show(name, code) {
  if (code === plain[name]) delete root.dataset[name];
  else root.dataset[name] = code;
  for (const button of document.querySelectorAll(`form[data-look] button[name="${name}"]`)) {
    button.setAttribute("aria-pressed", String(button.value === code));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { name, value } = event.submitter ?? {};
  if (!form.matches("form[data-look]") || !name) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(name, value);
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, mode: "same-origin", keepalive: true });
}, true);
