// One field for everything. The server finds complaints and customers; the commands are what the
// page itself offers: its places, the steps of its case, its menu. Choosing one presses it.
const dialog = document.getElementById("palette");
const form = dialog?.querySelector("form[data-palette]");
const field = dialog?.querySelector("[role=combobox]");
const list = dialog?.querySelector("[role=listbox]");
const said = dialog?.querySelector("[data-palette-said]");
const WAIT = 120;
const MOST = 8;
let timer = 0;
let asked = null; // what the list answers
let request = null;
let wanted = false; // Enter was pressed before the answer came
let opener = null;

const folded = (text) => text.normalize("NFKC").toLowerCase();

function word(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, .count, [data-unseen], svg")) part.remove();
  return (copy.textContent.trim() || element.getAttribute("aria-label") || element.title).replace(/\s+/g, " ");
}

function commands() {
  const of = (group, elements, name = word) =>
    [...elements].map((element) => ({ group, element, name: name(element) }));
  const grouped = [...document.querySelectorAll("#me [data-commands]")].flatMap((part) =>
    of(list.dataset.commandsTitle, part.querySelectorAll("button:not([aria-pressed=true])"),
      (button) => `${part.dataset.commands} ${word(button)}`));
  const found = [
    ...of(list.dataset.pageTitle, document.querySelectorAll("details.action > summary, [data-page-command]")),
    ...of(list.dataset.goTitle, document.querySelectorAll(".side-items .side-item")),
    ...of(list.dataset.commandsTitle, document.querySelectorAll("[data-command]")),
    ...grouped,
  ];
  const names = new Set();
  return found.filter(({ name }) => name && !names.has(name) && names.add(name));
}

function fitting(words) {
  const pieces = folded(words).split(/\s+/).filter(Boolean);
  const all = commands();
  if (!pieces.length) return all;
  return all.filter(({ name }) => pieces.every((piece) => folded(name).includes(piece))).slice(0, MOST);
}

function option(id, text, hint = "") {
  const one = document.createElement("div");
  one.className = "palette-option";
  one.id = id;
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  const name = document.createElement("span");
  name.className = "grow palette-main";
  name.textContent = text;
  one.append(name);
  if (hint) {
    const cap = document.createElement("kbd");
    cap.className = "kbd";
    cap.textContent = hint.replace("+", " ");
    one.append(cap);
  }
  return one;
}

function group(title, options, id) {
  const part = document.createElement("div");
  part.setAttribute("role", "group");
  part.setAttribute("aria-labelledby", id);
  const head = document.createElement("p");
  head.className = "palette-group";
  head.id = id;
  head.setAttribute("role", "presentation");
  head.textContent = title;
  part.append(head, ...options);
  return part;
}

function drawn(found) {
  const groups = new Map();
  for (const one of found) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  let n = 0;
  return [...groups].map(([title, some]) => group(title, some.map(({ name, element }) => {
    const made = option(`palette-command-${n += 1}`, name, element.dataset.hotkey);
    made.command = element;
    return made;
  }), `palette-group-${n}`));
}

function everything(words) {
  const one = option("palette-everything", list.dataset.everything.replace("{words}", () => words));
  one.everything = true;
  return one;
}

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(one) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === one));
  if (one) field.setAttribute("aria-activedescendant", one.id);
  else field.removeAttribute("aria-activedescendant");
  one?.scrollIntoView({ block: "nearest" });
}

function nothing() {
  const one = document.createElement("p");
  one.className = "palette-group";
  one.setAttribute("role", "presentation");
  one.textContent = list.dataset.none;
  return one;
}

function show(words, answer, answered = false) {
  list.replaceChildren();
  const own = drawn(fitting(words));
  const begins = words && own.some((part) => [...part.querySelectorAll("[role=option]")]
    .some((one) => folded(one.textContent).startsWith(folded(words))));
  const found = document.createRange().createContextualFragment(answer);
  list.append(...(begins ? [...own, found] : [found, ...own]));
  const none = answered && words && !options().length;
  if (none) list.append(nothing());
  if (words) list.append(everything(words));
  asked = words;
  const count = options().length;
  field.setAttribute("aria-expanded", String(count > 0));
  said.textContent = none ? list.dataset.none : said.dataset.count.replace("{n}", count);
  choose(words ? options()[0] : null);
  if (wanted) go();
}

async function ask(words) {
  request?.abort();
  request = new AbortController();
  let answer = "";
  try {
    if ([...words].length > 1) {
      const address = `${form.dataset.palette}?${new URLSearchParams({ q: words })}`;
      const got = await fetch(address, { signal: request.signal, headers: { "HX-Request": "true" } });
      answer = got.ok ? await got.text() : "";
    }
  } catch (fault) {
    if (fault.name === "AbortError") return;
  }
  if (field.value.trim() === words) show(words, answer, true);
}

function later() {
  clearTimeout(timer);
  wanted = false;
  timer = setTimeout(() => ask(field.value.trim()), WAIT);
}

function press(element) {
  const action = element.closest("details.action");
  if (action) {
    location.hash = "";
    location.hash = action.id;
  } else {
    element.click();
  }
}

function go() {
  const words = field.value.trim();
  const chosen = list.querySelector("[aria-selected=true]");
  wanted = asked !== words;
  if (wanted) return; // the answer is under way
  if (!chosen && !words) return;
  if (!chosen || chosen.everything) return form.submit();
  if (chosen.command) {
    dialog.close();
    press(chosen.command);
  } else {
    location.assign(chosen.href);
  }
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  choose(all[(at + by + all.length) % all.length] ?? all[by > 0 ? 0 : all.length - 1]);
}

function open(words = "", from = document.activeElement) {
  if (dialog.open) return;
  opener = document.activeElement;
  field.value = words;
  asked = null;
  if (from?.matches?.("input")) from.value = from.defaultValue;
  dialog.showModal();
  field.focus();
  field.setSelectionRange(words.length, words.length);
  show(words, "");
  if (words) later();
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: go,
};

if (dialog) {
  field.addEventListener("input", (event) => event.isComposing || later());
  field.addEventListener("compositionend", later);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (!one || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(one);
    asked = field.value.trim();
    go();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus());

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-palette-open]");
    if (!place || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(place.querySelector("input")?.value ?? "", place.querySelector("input") ?? place);
  });
  // The field of the top bar works by itself too: what is typed there goes on in the palette.
  document.addEventListener("input", (event) => {
    const place = event.target.closest("form[data-palette-open]");
    if (place && !event.isComposing) open(event.target.value, event.target);
  });
  document.addEventListener("compositionend", (event) => {
    const place = event.target.closest?.("form[data-palette-open]");
    if (place) open(event.target.value, event.target);
  });
}
