// Runs in <head> before the first paint: the reader's theme, where one was chosen.
(() => {
  try {
    const chosen = localStorage.getItem("kesu-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be shut off; then the system's theme stands.
  }
})();
