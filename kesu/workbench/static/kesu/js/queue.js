// The bar under the list: how many are chosen, and what cannot be done on which of them. A key of a
// step chooses the row it stands on first. A call is logged from the row in a popover.
const BOXES = "#queue-rows [data-select]";
const words = JSON.parse(document.querySelector("[data-queue]")?.dataset.words || "{}");
const fill = (phrase, values) => phrase.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const boxes = () => [...document.querySelectorAll(`${BOXES}:not(:disabled)`)];
const chosen = () => boxes().filter((box) => box.checked).map((box) => box.closest("[data-item]"));

function weigh() {
  const bar = document.getElementById("bulk");
  if (!bar || !words.chosen) return;
  const rows = chosen();
  const says = [];
  for (const step of bar.querySelectorAll("[data-step]")) {
    const verb = step.dataset.step;
    const left = verb === "read" ? [] : rows.filter((row) => !row.dataset.can.split(" ").includes(verb));
    const able = rows.length - left.length;
    step.hidden = Boolean(rows.length) && !able;
    if (left.length && able) says.push(fill(words.differs, { step: step.dataset.name, able, all: rows.length }));
    const note = bar.querySelector(`[data-differs-of="${verb}"]`);
    if (!note) continue;
    note.hidden = !left.length;
    note.textContent = fill(words.without, { numbers: left.map((row) => row.dataset.no).join(" ") });
  }
  bar.querySelector("[data-chosen]").textContent = fill(words.chosen, { n: rows.length });
  bar.querySelector("[data-bulk-says]").textContent = says.join(" · ");
  const all = document.querySelector("[data-select-all]");
  if (all) {
    all.checked = rows.length > 0 && rows.length === boxes().length;
    all.indeterminate = rows.length > 0 && !all.checked;
  }
}

function unselect() {
  for (const box of boxes()) box.checked = false;
  weigh();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
    weigh();
  } else if (event.target.matches(BOXES)) {
    weigh();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-unselect]")) {
    event.preventDefault();
    unselect();
  } else if (event.target.closest("[data-choosing]")) {
    const on = document.querySelector("[data-queue]").classList.toggle("choosing");
    event.target.closest("[data-choosing]").setAttribute("aria-pressed", String(on));
    if (!on) unselect();
  }
});

// Before the key finds its button: only steps that ask something first take the row by themselves.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key?.length !== 1) return;
  if (document.documentElement.dataset.letters === "off") return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [popover]")) return;
  const key = event.key.toUpperCase();
  if (!document.querySelector(`#bulk [data-step][popovertarget][data-hotkey="${CSS.escape(key)}"]`) || chosen().length) return;
  const box = document.querySelector("#queue-rows .current [data-select]");
  if (box) box.click();
}, true);

document.addEventListener("toggle", (event) => {
  if (event.newState !== "open" || !event.target.matches?.(".bulk-step, .reach")) return;
  for (const field of event.target.querySelectorAll('[name="transfer.to"]')) field.setAttribute("list", "assignees");
  event.target.querySelector("input:not([type=hidden]), textarea, button")?.focus();
}, true);

// What was typed about a call stays until that call is logged, or another customer is meant.
let closing = 0;

function rest(form, still) {
  for (const button of form.querySelectorAll(".reach-outcomes button")) button.disabled = still;
}

function reach(link) {
  const form = document.getElementById("reach");
  const row = link.closest("[data-item]");
  const { no, once, summary } = form.elements;
  clearTimeout(closing);
  if (no.value !== link.dataset.reach) summary.value = "";
  no.value = link.dataset.reach;
  once.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
  rest(form, false);
  form.querySelector("#reached").replaceChildren();
  form.querySelector("[data-reach-whom]").textContent = row.querySelector("[data-open]").textContent;
  form.dataset.row = row.id;
  form.showPopover({ source: link });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reach]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  reach(link);
});

function settle(event) {
  weigh();
  const step = document.querySelector("[data-open-now]");
  step?.removeAttribute("data-open-now");
  step?.showPopover();
  const said = event?.target?.querySelector?.("[data-reached]");
  if (said?.dataset.reached !== "1") return;
  const form = document.getElementById("reach");
  form.elements.summary.value = "";
  document.dispatchEvent(new Event("kesu:look"));
  closing = setTimeout(() => {
    if (!form.matches(":popover-open")) return;
    form.hidePopover();
    document.getElementById(form.dataset.row)?.querySelector("[data-open]")?.focus();
  }, 900);
}

// The outcomes rest while one is on its way, and after it is logged.
let pressed = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "reach") return;
  pressed = document.activeElement;
  rest(event.target, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (form.id !== "reach" || (event.detail.successful && form.querySelector('[data-reached="1"]'))) return;
  rest(form, false);
  if (form.matches(":popover-open") && document.activeElement === document.body) pressed?.focus();
});

// What was not asked for need not stand in the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".filters")) return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
}, true);
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".filters :disabled")) field.disabled = false;
  weigh();
});
document.addEventListener("htmx:afterSettle", settle);
settle();
