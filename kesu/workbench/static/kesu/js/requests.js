// A form is sent once: its buttons rest while it is on the way. A failed fragment says so in place.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  // A file is handed over and the page stays.
  if (event.submitter?.matches("[data-file]")) return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const over = event.detail?.xhr?.status === 401;
    const notice = document.getElementById(over ? "signed-out" : "request-failed");
    if (notice) notice.hidden = false;
  });
}
document.addEventListener("htmx:afterSwap", () => {
  const notice = document.getElementById("request-failed");
  if (notice) notice.hidden = true;
});
