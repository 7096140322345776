// The list stays true: every few seconds, while the tab is seen, the server is asked what changed
// behind the last line of the journal that this page knows. A changed row is put in its place, the
// focus with it, unless a call is being logged from it; what is new waits behind a button unless the
// list is at its top and idle.
const EVERY = 3000;
const SLOWEST = 30000;
const words = JSON.parse(document.querySelector("[data-queue]")?.dataset.words || "{}");
const fill = (phrase, values) => phrase.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const waiting = new Set();
const late = new Map();
let live = document.getElementById("live");
let head = live?.dataset.head;
let wait = EVERY;
let timer = 0;
let asking = false;

const scroller = () => document.getElementById("queue-rows");
const rowOf = (no) => document.getElementById(`row-${no}`);
const busy = (row) => Boolean(document.getElementById("reach")?.matches(`:popover-open[data-row="${row.id}"]`));
const top = () => scroller().scrollTop === 0 && scrollY === 0;
const idle = () => !document.querySelector("#queue-rows .current, #queue-rows [data-select]:checked, dialog[open], .popover:popover-open") && !document.activeElement?.closest?.("#queue-main, input, textarea, select");

function plan(delay = wait) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(look, delay + Math.random() * 300);
}

async function look(counts = false) {
  if (asking || !live?.isConnected) return;
  asking = true;
  try {
    const answer = await fetch(`${live.dataset.url}&since=${head}${counts ? "&counts=1" : ""}`, { headers: { Accept: "text/html" } });
    if (answer.status === 401) return lost(true);
    if (!answer.ok) throw new Error(String(answer.status));
    const now = answer.headers.get("Kesu-Now");
    if (now) document.dispatchEvent(new CustomEvent("kesu:now", { detail: Date.parse(now) }));
    lost(false);
    wait = EVERY;
    if (answer.status !== 204) take(await answer.text());
  } catch {
    lost(true);
    wait = Math.min(SLOWEST, wait * 2);
  } finally {
    asking = false;
  }
  plan();
}

function lost(is) {
  live.querySelector("[data-live-lost]").hidden = !is;
  live.querySelector("[data-live-says]").hidden = is;
  live.classList.toggle("lost", is);
}

function take(text) {
  const page = document.createElement("template");
  page.innerHTML = text;
  const news = page.content.querySelector("[data-news]");
  if (!news) return lost(true);
  head = news.dataset.head;
  let left = 0;
  for (const row of [...news.querySelectorAll("[data-item]")]) arrive(row);
  for (const key of news.dataset.gone.split(" ").filter(Boolean)) left += leave(key);
  for (const tab of news.querySelectorAll("[data-tab]")) count(tab);
  if ("many" in news.dataset) waiting.add("");
  show();
  if (left) setTimeout(() => look(true));
}

function arrive(fresh) {
  const row = rowOf(fresh.dataset.no);
  if (!row) {
    const until = document.querySelector("#queue-rows .rows")?.dataset.until;
    if (!until || fresh.dataset.place <= until) waiting.add(fresh.dataset.no);
  } else if (busy(row)) {
    late.set(fresh.dataset.no, fresh);
  } else {
    put(row, fresh);
  }
}

function put(row, fresh) {
  late.delete(fresh.dataset.no);
  const box = row.querySelector("[data-select]");
  const kept = fresh.querySelector("[data-select]");
  if (box && kept) kept.checked = box.checked && !box.disabled;
  if (row.classList.contains("current")) fresh.classList.add("current");
  if (row.dataset.version !== fresh.dataset.version) fresh.classList.add("changed");
  const held = ["[data-select]", "[data-reach]", "[data-open]"].find((one) => row.querySelector(one) === document.activeElement);
  row.replaceWith(fresh);
  if (held) fresh.querySelector(held)?.focus({ preventScroll: true });
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new Event("kesu:row", { bubbles: true }));
  kept?.dispatchEvent(new Event("change", { bubbles: true }));
}

function leave(key) {
  const row = document.querySelector(`#queue-rows [data-key="${CSS.escape(key)}"]`);
  if (!row || row.classList.contains("gone")) return 0;
  row.classList.add("gone");
  const box = row.querySelector("[data-select]");
  if (box) {
    box.checked = false;
    box.disabled = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const mark = document.createElement("span");
  mark.className = "tag outline";
  mark.textContent = words.gone;
  row.querySelector(".row-title").append(mark);
  return 1;
}

function count(tab) {
  const shown = document.querySelector(`#queue-tabs [data-tab="${CSS.escape(tab.dataset.tab)}"] .count`);
  if (shown) shown.textContent = tab.textContent;
}

function show() {
  const button = live.querySelector("[data-live-show]");
  const n = waiting.has("") ? "…" : waiting.size;
  button.hidden = !waiting.size;
  if (waiting.size) button.textContent = fill(words.new, { n });
  if (waiting.size && top() && idle()) refresh();
}

function refresh() {
  const fresh = [...waiting];
  const held = document.activeElement !== document.body;
  const kept = new Set([...document.querySelectorAll("#queue-rows [data-select]:checked")].map((box) => box.closest("[data-item]").dataset.no));
  waiting.clear();
  late.clear();
  const done = window.htmx.ajax("GET", location.pathname + location.search, { target: "#queue-main", select: "#queue-main", swap: "outerHTML", selectOOB: "#queue-tabs" });
  done.then(() => {
    for (const no of kept) {
      const box = rowOf(no)?.querySelector("[data-select]");
      if (box) box.click();
    }
    for (const no of fresh) if (no) rowOf(no)?.classList.add("changed");
    scroller()?.scrollTo(0, 0);
    if (held && document.activeElement === document.body) scroller()?.querySelector("[data-open]")?.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-live-show]")) refresh();
});

// A row that changed while a call was logged from it is put right afterwards.
function settle() {
  for (const [no, fresh] of late) {
    const row = rowOf(no);
    if (!row) late.delete(no);
    else if (!busy(row)) put(row, fresh);
  }
}
document.addEventListener("toggle", () => late.size && settle(), true);

let at = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "queue-main") at = scroller()?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSettle", () => {
  const fresh = document.getElementById("live");
  if (fresh && fresh !== live) {
    live = fresh;
    head = live.dataset.head;
    if (scroller()) scroller().scrollTop = at;
    plan();
  }
});

if (live) {
  plan();
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  document.addEventListener("kesu:look", () => look());
  window.addEventListener("online", () => look());
}
