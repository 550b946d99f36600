// Django's choosers (select2) are boxes without a name: give them that of their label.
function name(within) {
  for (const select of within.querySelectorAll("select.admin-autocomplete")) {
    const words = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const box = select.nextElementSibling;
    if (!words || !box?.matches(".select2")) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
      part.setAttribute("aria-label", words);
    }
  }
}

// They are drawn when the page is ready, and with each row that is added.
addEventListener("load", () => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
