// The story opens at its end; a button leads there from further up. On a narrow screen the parts of
// the case are tabs. Without script they stand one under another.
const story = document.getElementById("story");
const body = document.querySelector(".case-body");
const tabs = [...document.querySelectorAll("[data-case-tab]")];

const far = () => story.scrollHeight - story.scrollTop - story.clientHeight > 120;

function mark() {
  const button = document.querySelector("[data-to-newest]");
  if (button) button.hidden = !far();
}

function toEnd() {
  story.scrollTop = story.scrollHeight;
  mark();
}

function choose(name) {
  body.dataset.tab = name;
  for (const tab of tabs) tab.toggleAttribute("aria-current", tab.dataset.caseTab === name);
  for (const tab of tabs) if (tab.hasAttribute("aria-current")) tab.setAttribute("aria-current", "true");
}

if (story && body) {
  if (!location.hash.startsWith("#line-")) toEnd();
  story.addEventListener("scroll", mark, { passive: true });
  document.addEventListener("htmx:afterSettle", (event) => event.target.id === "story" && toEnd());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-to-newest]")) return;
    event.preventDefault();
    toEnd();
    document.getElementById("newest")?.focus({ preventScroll: true });
  });
  body.toggleAttribute("data-tabbed", true);
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-case-tab]");
    if (!tab) return;
    event.preventDefault();
    choose(tab.dataset.caseTab);
    scrollTo({ top: 0 });
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".action[open]")) choose("do");
  }, true);
  if (document.querySelector(".action[open]")) choose("do");
}
