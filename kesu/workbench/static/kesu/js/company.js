// form[data-company] asks who else has the case open. A hidden tab rests; typing in an action says
// so. After the news are shown, what is sent next goes onto the version that was shown. Nobody asks on
// after signing out.
const TYPES = 10e3;
const company = document.querySelector("[data-company]");
let typed = 0;
let over = false;

const typing = () => Date.now() - typed < TYPES;
const look = () => company.dispatchEvent(new Event("look"));

function keep({ version, seen }) {
  for (const field of document.querySelectorAll(".case-body [name=version], .case-head [name=version]")) field.value = version;
  for (const field of document.querySelectorAll(".case-body [name=seen], .case-head [name=seen]")) field.value = seen;
}

function filled() {
  const open = [...document.querySelectorAll("#case-actions .action[open] form")];
  return open.some((form) => form.dataset.touched);
}

if (company) {
  company.addEventListener("htmx:beforeRequest", (event) => (document.hidden || over) && event.preventDefault());
  company.addEventListener("htmx:responseError", (event) => {
    over ||= event.detail.xhr.status === 401;
  });
  company.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.set?.("typing", typing() ? "1" : "");
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.(".action-form");
    if (!form) return;
    form.dataset.touched = "1";
    const fresh = !typing();
    typed = Date.now();
    if (fresh) look();
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.id === "case-actions" && filled()) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const now = document.getElementById("case-now");
    if (!now) return;
    keep(now.dataset);
    now.remove();
    if (document.activeElement === document.body) document.getElementById("newest")?.focus({ preventScroll: true });
  });
}

// What can be undone is offered for ten seconds, longer while somebody is at the button.
for (const undo of document.querySelectorAll("[data-undo]")) {
  const gone = () => (undo.matches(":hover, :focus-within") ? setTimeout(gone, 1e3) : undo.remove());
  setTimeout(gone, 10e3);
}
