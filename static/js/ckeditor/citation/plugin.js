// A source stands in the sentence that it supports, as <sup data-source="">its words</sup>.
// Its number and the list under the text are made when the page is.
(() => {
  const words = (editor) => editor.element.$.closest("[data-citation-label]").dataset;

  function ask(editor, before, then) {
    const form = document.createElement("form");
    form.method = "dialog";
    form.innerHTML = document.querySelector("[data-citation-form]").innerHTML;
    const [text, address] = form.querySelectorAll("input");
    text.value = before.textContent.trim();
    address.value = before.querySelector("a")?.getAttribute("href") ?? "";
    const dialog = Object.assign(document.createElement("dialog"), {
      className: "photo-picker", ariaLabel: words(editor).citationLabel,
    });
    dialog.append(form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      then(dialog.returnValue === "done" && written(text.value, address.value));
    });
    dialog.showModal();
    text.focus();
  }

  function written(text, address) {
    const source = document.createElement("sup");
    source.dataset.source = "";
    const inside = address.trim() ? document.createElement("a") : source;
    if (inside !== source) {
      inside.href = address.trim();
      source.append(inside);
    }
    inside.textContent = text.trim();
    return text.trim() ? source.outerHTML : "";
  }

  function put(editor, widget) {
    editor.focus();
    const place = editor.getSelection().getRanges();
    ask(editor, widget ? widget.element.$ : document.createElement("p"), (html) => {
      editor.focus();
      if (widget) widget.focus();
      else editor.getSelection().selectRanges(place);
      if (html) editor.insertHtml(html);
    });
  }

  CKEDITOR.plugins.add("citation", {
    requires: "widget",
    init(editor) {
      const label = words(editor).citationLabel;
      const allowedContent = "sup[!data-source]; a[!href]; em";
      editor.widgets.add("citation", {
        inline: true,
        allowedContent,
        requiredContent: "sup[data-source]",
        getLabel() {
          return `${label} ${this.id + 1}`;
        },
        upcast: (element) => element.name === "sup" && "data-source" in element.attributes,
        init() {
          this.on("edit", (event) => {
            event.cancel();
            put(editor, this);
          });
        },
      });
      editor.addCommand("citation", { exec: () => put(editor), allowedContent });
      editor.ui.addButton("Citation", { label, command: "citation", toolbar: "insert" });
    },
  });
})();
