// [data-rows]: repeated rows of a form, added from the <template> beside them and taken away.
function number(set) {
  const used = [...set.querySelectorAll("[data-rows-list] [name]")]
    .map((field) => Number(/-(\d+)(?:-|$)/.exec(field.name)?.[1] ?? -1));
  return Math.max(-1, ...used) + 1;
}

function add(set) {
  const row = set.querySelector("template").content.cloneNode(true);
  const n = String(number(set));
  for (const field of row.querySelectorAll("[name]")) field.name = field.name.replace("__n__", n);
  const list = set.querySelector("[data-rows-list]");
  list.append(row);
  show(set);
  list.lastElementChild.querySelector("input, select, textarea")?.focus();
}

function remove(row) {
  const set = row.closest("[data-rows]");
  row.remove();
  show(set);
  set.querySelector("[data-rows-add]").focus();
}

function show(set) {
  const rows = set.querySelectorAll("[data-rows-list] [data-rows-row]");
  for (const button of set.querySelectorAll("[data-rows-remove]")) button.hidden = rows.length < 2;
  set.querySelector("[data-rows-add]").hidden = false;
}

document.addEventListener("click", (event) => {
  const adds = event.target.closest("[data-rows-add]");
  const removes = event.target.closest("[data-rows-remove]");
  if (adds) add(adds.closest("[data-rows]"));
  if (removes) remove(removes.closest("[data-rows-row]"));
});

function start() {
  document.querySelectorAll("[data-rows]").forEach(show);
}
start();
document.addEventListener("htmx:afterSettle", start);
