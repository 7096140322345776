// [data-offline] says that the connection is gone; what is kept as a draft is not sent meanwhile.
function show() {
  for (const notice of document.querySelectorAll("[data-offline]")) notice.hidden = navigator.onLine;
}

window.addEventListener("online", show);
window.addEventListener("offline", show);
document.addEventListener("submit", (event) => {
  if (navigator.onLine || !event.target.matches("form[data-draft]")) return;
  event.preventDefault();
  show();
}, true);
show();
