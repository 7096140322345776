// Asks each few seconds how much is new: the bell, the rail and the title say it, a polite line
// reads it aloud. Other parts of a page may listen for kesu:pulse instead of asking themselves.
const address = document.body.dataset.pulse;
const EVERY = 8e3;
const HIDDEN = 30e3;
const SLOWEST = 60e3;
const title = document.title.replace(/^\(\d+\+?\) /, "");
const MOST = 100;
let last = null;
let timer = 0;
let wait = EVERY;

const number = (count) => (count >= MOST ? `${MOST - 1}+` : String(count));

function show(found) {
  document.title = found.unseen ? `(${number(found.unseen)}) ${title}` : title;
  for (const place of document.querySelectorAll("[data-unseen]")) {
    place.textContent = number(found.unseen);
    place.hidden = !found.unseen;
  }
  const bell = document.querySelector("[data-bell]");
  bell?.setAttribute("aria-label", found.label);
  if (last && found.newest > last.newest) {
    document.getElementById("said").textContent = `${found.say} ${found.label}`;
    document.getElementById("bell-list")?.matches(":popover-open") && refresh();
  }
  last = found;
}

function refresh() {
  document.getElementById("bell-list").dispatchEvent(new Event("refresh"));
}

async function ask() {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.status === 401) {
      const notice = document.getElementById("signed-out");
      if (notice) notice.hidden = false;
      return; // Nobody to ask for any more; the next page begins anew.
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    wait = EVERY;
    show(found);
    document.dispatchEvent(new CustomEvent("kesu:pulse", { detail: found }));
  } catch {
    // The line is down; requests.js says so where it matters.
    wait = Math.min(SLOWEST, wait * 2);
  }
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, document.hidden ? Math.max(HIDDEN, wait) : wait);
}

// The bell opens its list here; without script, and where there is no room, it is a link.
let open = false;
document.addEventListener("pointerdown", (event) => {
  // The press itself closes an open list, before the click that it ends in.
  const bell = event.target.closest?.("[data-bell]");
  open = Boolean(bell && document.getElementById(bell.dataset.bell).matches(":popover-open"));
}, true);

document.addEventListener("click", (event) => {
  const bell = event.target.closest("[data-bell]");
  if (!bell || event.ctrlKey || event.metaKey || event.shiftKey || innerWidth < 600) return;
  const list = document.getElementById(bell.dataset.bell);
  event.preventDefault();
  if (list.matches(":popover-open") || (open && event.detail)) return list.hidePopover();
  refresh();
  list.showPopover({ source: bell });
});

if (address) {
  const bell = document.querySelector("[data-bell]");
  bell?.setAttribute("aria-haspopup", "dialog");
  document.addEventListener("visibilitychange", () => (document.hidden ? later() : ask()));
  later();
}
