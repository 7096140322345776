// form[data-keep="name"]: its long text is kept in this browser while somebody types, under the
// reader's own name, until the server says it was taken (data-keep-done="name") or the reader signs
// out, which drops whatever begins with the prefix of drafts.
const mine = (name) => `kesu-draft:${document.body.dataset.reader}:${name}`;
const form = document.querySelector("form[data-keep]");
const text = form?.querySelector("textarea");
let timer = 0;

function said(at) {
  const state = form.querySelector("[data-keep-state]");
  state.hidden = !at;
  state.querySelector("time").textContent = at ?? "";
}

function save() {
  const at = new Date().toTimeString().slice(0, 5);
  try {
    localStorage.setItem(mine(form.dataset.keep), JSON.stringify({ at, kept: text.value }));
    said(at);
  } catch {
    said(null);
  }
}

try {
  const done = document.querySelector("[data-keep-done]");
  if (done) localStorage.removeItem(mine(done.dataset.keepDone));
  const found = form?.dataset.keepFresh !== undefined && localStorage.getItem(mine(form.dataset.keep));
  if (found) {
    const { at, kept } = JSON.parse(found);
    text.value = kept;
    said(at);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
} catch {
  // No storage in this browser: the form works, nothing is kept.
}
text?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, 250);
});
