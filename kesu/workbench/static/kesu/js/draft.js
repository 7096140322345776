// form[data-draft="name"] is kept in this browser while somebody types, under the reader's own name,
// until the server says it was taken (data-draft-done="name") or the reader signs out.
const PREFIX = "kesu-draft";
const form = document.querySelector("form[data-draft]");
const mine = (name) => `${PREFIX}:${document.body.dataset.reader}:${name}`;
const never = new Set(["csrfmiddlewaretoken", "once"]);
let timer = 0;
let gone = false;

function forget(keep = () => false) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !keep(key)) localStorage.removeItem(key);
  }
}

function said(when) {
  const place = form.querySelector("[data-draft-state]");
  if (!place) return;
  place.hidden = !when;
  place.querySelector("time").textContent = when ?? "";
}

function save() {
  if (gone) return;
  const typed = [...new FormData(form)].filter(([name, value]) => !never.has(name) && typeof value === "string");
  if (!typed.some(([name, value]) => value.trim() && form.elements.namedItem(name)?.matches?.("textarea, [type=text], [type=tel]"))) return;
  const at = new Date().toTimeString().slice(0, 8);
  try {
    localStorage.setItem(mine(form.dataset.draft), JSON.stringify({ at, typed }));
    said(at);
  } catch {
    said(null);
  }
}

function put(name, value) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  if (field.type === "checkbox") field.checked = true;
  else if (field instanceof RadioNodeList && [...field].some((one) => one.type === "checkbox")) {
    for (const one of field) if (one.value === value) one.checked = true;
  } else field.value = value;
}

function restore() {
  const kept = localStorage.getItem(mine(form.dataset.draft));
  if (!kept || form.dataset.draftFresh === undefined) return;
  const { at, typed } = JSON.parse(kept);
  for (const [name, value] of typed) put(name, value);
  said(at);
  const chosen = form.querySelector("input[name=type]:checked");
  (chosen ?? form).dispatchEvent(new Event("change", { bubbles: true }));
  for (const field of form.querySelectorAll("[data-draft-wake]")) {
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, 250);
}

try {
  const done = document.querySelector("[data-draft-done]");
  if (done) localStorage.removeItem(mine(done.dataset.draftDone));
  if (document.body.dataset.reader) forget((key) => key.startsWith(`${PREFIX}:${document.body.dataset.reader}:`));
  if (form) restore();
} catch {
  // No storage in this browser: the form works, nothing is kept.
}
form?.addEventListener("input", later);
form?.addEventListener("change", later);
document.addEventListener("visibilitychange", () => form && document.hidden && !form.dataset.sent && save());
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-draft-forget]")) return;
  gone = true;
  forget();
});
