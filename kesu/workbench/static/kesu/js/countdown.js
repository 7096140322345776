// Keeps "26 min left" true: each minute, and each second in the last five. The phrases come from
// <body data-words>; a time further away than three hours keeps the words of the server. What counts
// is the server's time: the page says it, and "kesu:now" says it again.
const words = JSON.parse(document.body.dataset.words || "{}");
let skew = document.body.dataset.now ? Date.parse(document.body.dataset.now) - Date.now() : 0;
const LEADS = 3 * 3600e3;
const SOON = 3600e3;
const SECONDS = 5 * 60e3;
const NEAR = 2000;
let timer = 0;

const fill = (phrase, values) => phrase.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function span(length, exact) {
  const total = Math.floor(Math.abs(length) / 60e3);
  const hours = Math.floor(total / 60);
  const minutes = total % 60;
  if (exact) return fill(words.seconds, { minutes, seconds: Math.floor(Math.abs(length) / 1e3) % 60 });
  if (hours >= 48) return fill(words.days, { days: Math.floor(hours / 24) });
  if (hours >= 10 || (hours && !minutes)) return fill(words.hours, { hours });
  return hours ? fill(words.both, { hours, minutes }) : fill(words.minutes, { minutes });
}

// How long since, in its greatest unit alone.
function since(length) {
  const hours = Math.floor(length / 3600e3);
  return hours && hours < 48 ? fill(words.hours, { hours }) : span(length);
}

function tone(element, name) {
  const due = element.closest(".due, .case-next, .clock");
  if (!due) return;
  const kind = due.classList.contains("clock") ? "clock" : "due";
  for (const other of ["plain", "soon", "overdue"]) due.classList.toggle(`${kind}-${other}`, other === name);
  const icon = element.querySelector("use") ?? (kind === "clock" ? due.querySelector("use") : null);
  const shape = name === "overdue" ? "octagon-alert" : "clock";
  icon?.setAttribute("href", icon.getAttribute("href").replace(/#.*/, `#${shape}`));
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = Date.now() + skew;
  let next = 60e3 - (now % 60e3);
  for (const element of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(element.dataset.due) - now;
    const lead = element.querySelector("[data-lead]");
    if (!lead || left > LEADS) continue;
    const exact = left > 0 && left <= SECONDS;
    next = Math.min(next, exact ? 1e3 - (now % 1e3) : left > SECONDS ? left - SECONDS : next);
    write(lead, fill(left < 0 ? words.over : words.left, { span: span(left, exact) }));
    tone(element, left < 0 ? "overdue" : left <= SOON ? "soon" : "plain");
  }
  for (const element of document.querySelectorAll("[data-since] [data-ago]")) {
    write(element, since(Math.max(0, now - Date.parse(element.closest("[data-since]").dateTime))));
  }
  clearTimeout(timer);
  timer = setTimeout(tick, next + 5);
}

if (words.left) {
  tick();
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  for (const name of ["htmx:afterSettle", "kesu:row"]) document.addEventListener(name, tick);
  document.addEventListener("kesu:now", (event) => {
    const told = event.detail - Date.now();
    if (Math.abs(told - skew) < NEAR) return;
    skew = told;
    tick();
  });
}
