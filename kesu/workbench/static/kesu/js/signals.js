// The board of warnings stays true: while the tab is seen the server is asked what was raised or
// settled behind the last line of the journal that this page knows. A new one stands at its place by
// level; one that somebody settled says so where it stands, so that nothing typed is lost.
const EVERY = 1500;
const SLOWEST = 30000;
const list = document.querySelector("[data-signals]");
let head = list?.dataset.head;
let wait = EVERY;
let timer = 0;

function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(look, wait + Math.random() * 200);
}

async function look() {
  if (!list.isConnected) return;
  try {
    const answer = await fetch(`${list.dataset.url}&since=${head}`, { headers: { Accept: "text/html" } });
    if (answer.status === 401) return;
    if (!answer.ok) throw new Error(String(answer.status));
    wait = EVERY;
    if (answer.status !== 204) take(await answer.text());
  } catch {
    // The line is down; requests.js says so where it matters.
    wait = Math.min(SLOWEST, wait * 2);
  }
  plan();
}

function take(text) {
  const page = document.createElement("template");
  page.innerHTML = text;
  const news = page.content.querySelector("[data-signal-news]");
  if (!news) return;
  head = news.dataset.head;
  for (const row of [...news.querySelectorAll("[data-fresh] > [data-item]")].reverse()) arrive(row);
  for (const row of news.querySelectorAll("[data-settled] > [data-item]")) settle(row);
  for (const tab of news.querySelectorAll("[data-tab]")) count(tab);
}

function arrive(row) {
  const known = document.getElementById(row.id);
  if (known?.querySelector("[name=words]")) return;
  known?.remove();
  const below = [...list.children].find((one) => Number(one.dataset.level) <= Number(row.dataset.level));
  row.classList.add("changed");
  list.insertBefore(row, below ?? null);
  document.getElementById("signals-none").hidden = true;
  window.htmx?.process(row);
}

function settle(row) {
  const known = document.getElementById(row.id);
  if (!known || !known.querySelector("[name=words]")) return;
  known.querySelector("[data-signal-state]").replaceWith(row.querySelector("[data-signal-state]"));
  for (const button of known.querySelectorAll(".signal-do .button")) button.remove();
}

function count(tab) {
  const shown = [...document.querySelectorAll(".board-tabs a")].find((one) => one.getAttribute("href") === tab.dataset.tab);
  const number = shown?.querySelector(".count");
  if (number) number.textContent = tab.textContent;
}

if (list) {
  plan();
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
}
