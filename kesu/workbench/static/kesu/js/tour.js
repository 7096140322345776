// [data-tour]: a few steps beside real parts of the page. Esc or Skip ends it for good; a step whose
// part is not on this screen is left out.
const tour = document.querySelector("[data-tour]");
const MARGIN = 12;
const steps = [];
let at = 0;

const seen = (selector) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());

function place(card, part) {
  const box = part.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = box.bottom + MARGIN + height < innerHeight;
  const above = box.top - MARGIN - height > 0;
  const top = below ? box.bottom + MARGIN : above ? box.top - MARGIN - height : innerHeight - height - 76;
  card.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
  card.style.left = `${Math.max(MARGIN, Math.min(box.left, innerWidth - width - MARGIN))}px`;
}

function show(next) {
  clear();
  at = next;
  const { item, part } = steps[at];
  const card = item.firstElementChild;
  part.classList.add("tour-lit");
  item.classList.add("now");
  card.querySelector("[data-tour-at]").textContent = `${at + 1} / ${steps.length}`;
  part.scrollIntoView({ block: "nearest" });
  place(card, part);
  card.focus({ preventScroll: true });
}

function clear() {
  for (const { item, part } of steps) {
    item.classList.remove("now");
    part.classList.remove("tour-lit");
  }
}

function end() {
  clear();
  tour.hidden = true;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  fetch(tour.dataset.tour, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true });
  document.getElementById("main")?.focus({ preventScroll: true });
}

if (tour) {
  for (const item of tour.children) {
    const part = seen(item.dataset.beside);
    if (part) steps.push({ item, part });
  }
  tour.addEventListener("click", (event) => {
    if (event.target.closest("[data-tour-end]")) end();
    else if (event.target.closest("[data-tour-back]")) show(Math.max(0, at - 1));
    else if (event.target.closest("[data-tour-on]")) at + 1 < steps.length ? show(at + 1) : end();
  });
  document.addEventListener("keydown", (event) => {
    if (tour.hidden || event.isComposing) return;
    if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open:not([role=tooltip])")) {
      event.stopImmediatePropagation();
      end();
    }
  }, true);
  addEventListener("resize", () => tour.hidden || place(steps[at].item.firstElementChild, steps[at].part));
  if (steps.length) {
    tour.hidden = false;
    show(0);
  }
}
