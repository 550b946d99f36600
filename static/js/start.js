// Attaches each module to the elements that name it in data-module. Every page works
// without any of them; deleting one deletes only comfort.
const modules = {
  "amount-choice": () => import("./amount-choice.js"),
  "close-outside": () => import("./close-outside.js"),
  "copy-link": () => import("./copy-link.js"),
  "error-summary": () => import("./error-summary.js"),
  "exit-this-page": () => import("./exit-this-page.js"),
  "single-submit": () => import("./single-submit.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]?.().then((module) => module.default(element));
  }
}
