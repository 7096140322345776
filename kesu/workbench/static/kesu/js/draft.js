// form[data-draft="name"] is kept in this browser while somebody types, under the reader's own name,
// until the server says it was taken (data-draft-done) or the reader signs out. Each form that is
// opened is a draft of its own, known by the key of the form: two calls at once stay two.
const PREFIX = "kesu-draft";
const TAB = "kesu-draft-tab";
const GONE = "kesu-signed-out";
const LASTS = 3 * 24 * 3600 * 1000;
const form = document.querySelector("form[data-draft]");
const mine = `${PREFIX}:${document.body.dataset.reader}:`;
const never = new Set(["csrfmiddlewaretoken", "once"]);
const origins = ["missed", "signal"];
const opened = Date.now();
let timer = 0;
let touched = false;
let taking = false;
let gone = false;

const place = (name) => document.querySelector(`[data-draft-${name}]`);
const id = () => form.elements.namedItem("once").value;
const key = (draft) => `${mine}${form?.dataset.draft ?? place("done").dataset.draftDone}:${draft}`;
const value = (kept, name) => kept.typed.find(([one]) => one === name)?.[1] ?? "";

function forget(keep = () => false) {
  for (const one of Object.keys(localStorage)) {
    if (one.startsWith(PREFIX) && !keep(one)) localStorage.removeItem(one);
  }
}

function clock(at) {
  const time = new Date(at);
  const day = time.toDateString() === new Date().toDateString() ? "" : `${time.getMonth() + 1}/${time.getDate()} `;
  return day + time.toTimeString().slice(0, 5);
}

function said(at) {
  const state = place("state");
  if (!state) return;
  state.hidden = !at;
  state.querySelector("time").textContent = at ? clock(at) : "";
}

function save() {
  if (gone || !touched) return;
  const typed = [...new FormData(form)].filter(([name, one]) => !never.has(name) && typeof one === "string");
  if (!typed.some(([name, one]) => one.trim() && form.elements.namedItem(name)?.matches?.("textarea, [type=text], [type=tel]"))) return;
  const at = Date.now();
  try {
    localStorage.setItem(key(id()), JSON.stringify({ at, typed }));
    sessionStorage.setItem(TAB, id());
    said(at);
  } catch {
    said(0);
  }
}

function put(name, one) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  if (field.type === "checkbox") field.checked = true;
  else if (field instanceof RadioNodeList && [...field].some((box) => box.type === "checkbox")) {
    for (const box of field) if (box.value === one) box.checked = true;
  } else field.value = one;
}

// While a page lives it holds the name of its draft; a page that died holds nothing any more.
function hold() {
  navigator.locks?.request(key(id()), { ifAvailable: true }, (lock) => lock && new Promise(() => {}));
}

function take(draft, kept) {
  taking = true;
  form.elements.namedItem("once").value = draft;
  for (const [name, one] of kept.typed) put(name, one);
  for (const name of origins) form.elements.namedItem(name).value = value(kept, name);
  sessionStorage.setItem(TAB, draft);
  said(kept.at);
  const notice = place("restored");
  notice.hidden = false;
  notice.querySelector("time").textContent = clock(kept.at);
  const chosen = form.querySelector("input[name=type]:checked");
  (chosen ?? form).dispatchEvent(new Event("change", { bubbles: true }));
  for (const field of form.querySelectorAll("[data-draft-wake]")) {
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.querySelector("#text")?.dispatchEvent(new Event("input", { bubbles: true }));
  taking = false;
}

function offer(others) {
  const list = place("others");
  list.hidden = !others.length;
  list.querySelector("ul").replaceChildren(...others.map(([draft, kept]) => {
    const row = place("one").content.cloneNode(true).firstElementChild;
    row.dataset.draft = draft;
    row.querySelector("time").textContent = clock(kept.at);
    const phone = value(kept, "customer.phone").slice(-4);
    row.querySelector("span").textContent = [phone && `****${phone}`, value(kept, "text").slice(0, 16)].filter(Boolean).join(" ");
    return row;
  }));
}

// What cannot be read any more is thrown away: one damaged draft keeps back no other.
function parsed(one) {
  try {
    const kept = JSON.parse(localStorage.getItem(one));
    if (Array.isArray(kept.typed) && kept.typed.every(Array.isArray)) return kept;
  } catch {
    // Not a draft.
  }
  localStorage.removeItem(one);
  return {};
}

function read() {
  return Object.keys(localStorage).filter((one) => one.startsWith(key("")))
    .map((one) => [one.slice(key("").length), parsed(one)])
    .filter(([draft, kept]) => kept.typed && (Date.now() - kept.at < LASTS || localStorage.removeItem(key(draft))))
    .sort(([, one], [, other]) => other.at - one.at);
}

// The draft of this tab or of this call comes back by itself, as does the only one nobody has open.
// Of a missed call or a warning only its own: another customer's words are offered at most.
async function restore() {
  const tab = sessionStorage.getItem(TAB);
  const call = form.elements.namedItem("recording").value;
  const locks = await navigator.locks?.query();
  const held = new Set(locks?.held.map((lock) => lock.name));
  const free = read().filter(([draft]) => !held.has(key(draft)));
  const own = free.filter(([, kept]) => origins.every((name) => value(kept, name) === form.elements.namedItem(name).value));
  const known = own.find(([draft, kept]) => (call ? value(kept, "recording") === call : draft === tab));
  const only = !call && tab !== "new" && locks && own.length === 1 ? own[0] : undefined;
  const back = touched ? undefined : known ?? only;
  if (back) take(...back);
  offer(free.filter((one) => one !== back));
  hold();
}

function drop(draft) {
  localStorage.removeItem(key(draft));
  if (sessionStorage.getItem(TAB) === draft) sessionStorage.removeItem(TAB);
}

function later() {
  if (taking) return;
  touched = true;
  clearTimeout(timer);
  timer = setTimeout(save, 250);
}

function press(target) {
  const row = target.closest("li[data-draft]");
  if (target.closest("[data-draft-take]")) {
    const kept = parsed(key(row.dataset.draft));
    if (!kept.typed) return row.remove();
    save();
    form.reset();
    take(row.dataset.draft, kept);
    row.remove();
    hold();
  } else if (target.closest("[data-draft-drop]")) {
    drop(row ? row.dataset.draft : id());
    if (row) row.remove();
    else start();
  } else if (target.closest("[data-draft-new]")) {
    save();
    start();
  } else if (target.closest("[data-draft-end]")) {
    gone = true;
    drop(id());
  }
}

function start() {
  gone = true;
  sessionStorage.setItem(TAB, "new");
  location.assign(form.action);
}

try {
  if (place("done")) drop(sessionStorage.getItem(TAB));
  if (document.body.dataset.reader) forget((one) => one.startsWith(mine));
  if (form && form.dataset.draftFresh !== undefined) restore().catch(hold);
  else if (form) hold();
} catch {
  // No storage in this browser: the form works, nothing is kept.
}
form?.addEventListener("input", later);
form?.addEventListener("change", later);
form?.addEventListener("submit", save);
document.addEventListener("click", (event) => form && press(event.target));
document.addEventListener("visibilitychange", () => form && document.hidden && !form.dataset.sent && save());
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-draft-forget]")) return;
  gone = true;
  forget();
  sessionStorage.removeItem(TAB);
  localStorage.setItem(GONE, Date.now());
});

// Who is leaving asks the server nothing more.
document.addEventListener("htmx:beforeRequest", (event) => gone && event.preventDefault());

// Somebody signed out in another tab: what stands in this one is theirs no more.
function leave() {
  gone = true;
  form?.reset();
  setTimeout(() => location.reload(), 1000);
}
window.addEventListener("storage", (event) => event.key === GONE && event.newValue && leave());
window.addEventListener("pageshow", (event) => event.persisted && Number(localStorage.getItem(GONE)) > opened && leave());
