// A key presses the visible element that carries it in data-hotkey: "N", "Ctrl+K", "F2", "G Q".
// Single letters rest while somebody types, composes Chinese, or has switched them off; a first key
// of two waits a second for the other.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const OPEN = "details[data-disclose][open], dialog[open], :popover-open:not([role=tooltip])";
const WAIT = 1000;
let first = "";
let timer = 0;

const letters = () => document.documentElement.dataset.letters !== "off";
const single = (keys) => !/^(Ctrl|Alt)\+|^F\d|^Escape$|^\?$/.test(keys);

function pressed(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  const digit = /^Digit(\d)$/.exec(event.code);
  const key = event.altKey && digit ? digit[1] : event.key.replace("？", "?");
  parts.push(key.length === 1 ? key.toUpperCase() : key);
  return parts.join("+");
}

// What is folded under "more" is within reach of its key: the press unfolds it.
const folded = (element) => (element.matches("summary") ? element.closest("details.action-more:not([open])") : null);
const seen = (element) => Boolean(element?.checkVisibility({ visibilityProperty: true }));

// What lies behind a dialog rests; what lies behind a popover rests for the letters typed in it.
function bearers(from) {
  const open = document.querySelector("dialog[open]") ?? from?.closest?.(":popover-open");
  const found = (open ?? document).querySelectorAll("[data-hotkey]");
  return [...found].filter((one) => (seen(one) || seen(folded(one)?.querySelector("summary"))) && !one.disabled);
}

function bearer(key, from) {
  if (single(key) && !letters()) return undefined;
  return bearers(single(key) ? from : undefined).find((element) => element.dataset.hotkey === key);
}

// A choice that opens fields leads into the first of them that is empty.
function leads(element) {
  const place = document.querySelector(element.dataset.leads || null);
  return [...(place?.querySelectorAll("input, textarea, select") ?? [])].find((one) => one.checkVisibility() && !one.value);
}

function press(element) {
  if (element.matches(typing) && !element.closest("[data-palette-open]")) {
    element.focus();
    element.select?.();
  } else {
    folded(element)?.setAttribute("open", "");
    element.click();
    const next = leads(element);
    if (next) next.focus();
    else if (element.matches("input") && !element.closest("[data-palette-open]")) element.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.repeat || event.key === undefined) return;
  const free = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.key);
  if (free && event.target.closest?.(typing)) return;
  // Esc closes what is open before it leads anywhere.
  if (event.key === "Escape" && document.querySelector(OPEN)) return;
  const key = pressed(event);
  const found = (first && bearer(`${first} ${key}`, event.target)) || bearer(key, event.target);
  clearTimeout(timer);
  first = "";
  if (found) {
    event.preventDefault();
    press(found);
  } else if (free && key.length === 1 && letters() && bearers(event.target).some((one) => one.dataset.hotkey.startsWith(`${key} `))) {
    first = key;
    timer = setTimeout(() => (first = ""), WAIT);
  }
});

// The list behind "?": made of the same elements, so that it cannot say anything else.
function named(element) {
  const label = element.getAttribute("aria-label") || element.labels?.[0]?.textContent;
  if (label) return label.trim();
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, .count, [data-unseen], svg")) part.remove();
  return copy.textContent.trim() || element.title;
}

function caps(keys) {
  const said = document.createElement("span");
  for (const key of keys.replace("Escape", "Esc").split(/[ +]/)) {
    const cap = document.createElement("kbd");
    cap.className = "kbd";
    cap.textContent = key;
    said.append(cap, " ");
  }
  return said;
}

function line(keys, name) {
  const item = document.createElement("li");
  const word = document.createElement("span");
  word.textContent = name;
  item.append(word, caps(keys));
  item.classList.toggle("rests", single(keys) && !letters());
  return item;
}

function list(place) {
  const seen = new Map();
  for (const one of bearers()) {
    const keys = one.dataset.hotkey;
    const back = keys === "Escape" ? place.dataset.keysBack.replace("{place}", () => named(one)) : "";
    if (!seen.has(keys)) seen.set(keys, back || named(one));
  }
  place.replaceChildren(...[...seen].map(([keys, name]) => line(keys, name)));
  for (const extra of document.querySelectorAll("[data-keys-more] [data-if]")) {
    if (document.querySelector(extra.dataset.if)) place.append(extra.cloneNode(true));
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-dialog="keys"]')) return;
  const place = document.querySelector("[data-keys]");
  if (place) list(place);
}, true);
