// Attaches each module to the elements that name it in data-module. Every page works
// without any of them; deleting one deletes only comfort. What nearly every page has is
// written here, so that it costs no further request.
const modules = {
  "amount-choice": () => import("./amount-choice.js"),
  "error-summary": () => import("./error-summary.js"),
  "exit-this-page": () => import("./exit-this-page.js"),
  "play-here": () => import("./play-here.js"),
  "close-outside": async () => ({ default: closeOutside }),
  "copy-link": async () => ({ default: copyLink }),
  "single-submit": async () => ({ default: singleSubmit }),
};

// An open list closes when the reader goes on elsewhere, or presses Escape.
function closeOutside(details) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

// <button type="button" hidden data-module="copy-link" data-url="…" data-done="Copied">
// Hidden until a script can do it; says what it did, also to a screen reader.
function copyLink(button) {
  if (!navigator.clipboard) return;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  button.hidden = false;
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.url || location.href);
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 4000);
  });
}

// A second press within a second is a slip of the hand. The server guards the rest.
function singleSubmit(form) {
  let last = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - last < 1000) event.preventDefault();
    else last = now;
  });
}

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]?.().then((module) => module.default(element));
  }
}
