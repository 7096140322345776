// A file that is too large is said before it is sent; while one is sent, how far it has come. The
// form works the same without.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const check = () => {
    const size = input.files[0]?.size ?? 0;
    input.setCustomValidity(size > Number(input.dataset.most) ? input.dataset.say : "");
  };
  input.addEventListener("change", () => { check(); input.reportValidity(); });
  form.addEventListener("submit", (event) => {
    if (!input.files.length || !form.checkValidity()) return;
    event.preventDefault();
    send(form, bar);
  });
}

function send(form, bar) {
  const button = form.querySelector("footer button");
  const call = new XMLHttpRequest();
  call.open("POST", form.action);
  call.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
  call.addEventListener("load", () => show(form, call));
  call.addEventListener("error", () => { bar.hidden = true; button.disabled = false; form.submit(); });
  bar.hidden = false;
  button.disabled = true;
  call.send(new FormData(form));
}

function show(form, call) {
  if (call.status < 400) { location.assign(call.responseURL); return; }
  const page = new DOMParser().parseFromString(call.responseText, "text/html");
  document.querySelector("#main")?.replaceWith(page.querySelector("#main") ?? page.body);
  document.querySelector("#main [role=alert]")?.scrollIntoView();
  form.remove();
}
