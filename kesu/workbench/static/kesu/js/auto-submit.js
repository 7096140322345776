// A form with data-auto-submit is sent when a choice in it changes; its button is for others. Who
// looks through the choices with the keys sends with Enter or on leaving, and stays where they were.
const PLACE = "kesu-filter";
const LOOKS = /^(Arrow\w+|Home|End|Page\w+|\S)$/;
const asked = (target) => (target.form?.matches("[data-auto-submit]") ? target.form : null);
let key = "";
let waiting = null;

function hide() {
  for (const button of document.querySelectorAll("[data-auto-submit] [data-only-plain]")) button.hidden = true;
}

function send(form, at = "") {
  waiting = null;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, at]));
  } catch {
    // No storage in this browser: the next page begins at its top.
  }
  form.requestSubmit();
}

function back() {
  const [path, name] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  if (path !== location.pathname || !name || document.activeElement !== document.body) return;
  const fields = [...document.querySelectorAll("[data-auto-submit] [name]")].filter((one) => one.name === name);
  (fields.find((one) => one.checked) ?? fields.find((one) => one.type !== "hidden"))?.focus();
}

document.addEventListener("pointerdown", () => (key = ""));
document.addEventListener("keyup", () => (key = ""));
document.addEventListener("keydown", (event) => {
  const form = asked(event.target);
  key = form && !event.altKey ? event.key : "";
  if (key !== "Enter" || !waiting) return;
  event.preventDefault();
  send(form, event.target.name);
});
document.addEventListener("change", (event) => {
  const form = asked(event.target);
  if (!form) return;
  if (LOOKS.test(key)) waiting = form;
  else send(form, event.target.name);
});
document.addEventListener("focusout", (event) => {
  const to = event.relatedTarget ?? event.target;
  if (waiting && (to === event.target || to.name !== event.target.name)) send(waiting, to.name);
});
hide();
try {
  back();
} catch {
  // No storage in this browser.
}
document.addEventListener("htmx:afterSettle", hide);
