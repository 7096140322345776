// [data-when="name=value,value"]: a field is asked only while another of its form has such a value.
// Without script every field stays, and the server takes what is filled in.
function current(form, name) {
  const field = form.elements.namedItem(name);
  return field?.value ?? "";
}

function show(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, values] = part.dataset.when.split("=");
    const wanted = values.split(",").includes(current(form, name));
    part.hidden = !wanted;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !wanted;
    if (part.matches("input, select, textarea")) part.disabled = !wanted;
  }
}

document.addEventListener("change", (event) => event.target.form && show(event.target.form));
const showAll = () => [...document.forms].forEach(show);
document.addEventListener("htmx:afterSettle", showAll);
showAll();
