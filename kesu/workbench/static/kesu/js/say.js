// [data-say] is what an answer brings that is worth a word aloud: the page's one polite line says it,
// once, and not again while it stands.
const found = () => [...document.querySelectorAll("[data-say]")].map((one) => one.dataset.say);
let told = new Set(found());

document.addEventListener("htmx:afterSettle", () => {
  const now = new Set(found());
  const fresh = [...now].filter((one) => !told.has(one));
  const line = document.getElementById("said");
  told = now;
  if (line && fresh.length) line.textContent = fresh.join(" ");
});
