// Django's choosers (select2) are boxes without a name: give them that of their label.
function name(within) {
  for (const select of within.querySelectorAll("select.admin-autocomplete")) {
    const words = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const box = select.nextElementSibling;
    if (!words || !box?.matches(".select2")) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
      part.setAttribute("aria-label", words);
      part.removeAttribute("aria-labelledby");
    }
  }
}

// They are drawn by jQuery when the page is ready, in its own time: so we queue behind
// them. And one is drawn with each row that is added.
window.django?.jQuery?.(() => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
