// A photo in a story is a reference, <figure data-photo="12"></figure>. In the editor it
// shows the picture; what is saved is the reference alone. The dialog's words and form
// come from the server (templates/admin/stories/picker.html), translated and checked.
(() => {
  const settings = (editor) => editor.element.$.closest("[data-photos]").dataset;

  function open(editor, file) {
    const { photos, photoLabel, closeLabel, failed } = settings(editor);
    editor.focus();
    const place = editor.getSelection().getRanges();
    const dialog = document.createElement("dialog");
    dialog.className = "photo-picker";
    dialog.setAttribute("aria-label", photoLabel);
    const close = Object.assign(document.createElement("button"), {
      type: "button", className: "button photo-picker__close", textContent: closeLabel,
    });
    const content = document.createElement("div");
    dialog.append(close, content);
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    // Chrome forgets where the caret stood while a dialog was open.
    dialog.addEventListener("close", () => {
      dialog.remove();
      editor.focus();
      editor.getSelection().selectRanges(place);
      const id = Number(dialog.returnValue);
      if (id) editor.insertHtml(`<figure data-photo="${id}"></figure>`);
    });

    async function show(address, options) {
      try {
        const answer = await fetch(address, options);
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        content.innerHTML = await answer.text();
      } catch {
        content.textContent = failed;
      }
      const picked = content.querySelector("[data-photo-picked]");
      if (picked) dialog.close(picked.dataset.photoPicked);
    }
    content.addEventListener("click", (event) => {
      const button = event.target.closest("[data-photo-choose]");
      if (button) dialog.close(button.dataset.photoChoose);
    });
    content.addEventListener("submit", (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      if ("photoSend" in event.target.dataset) show(`${photos}picker/`, { method: "POST", body: data });
      else show(`${photos}picker/?${new URLSearchParams(data)}`);
    });
    dialog.showModal();
    show(`${photos}picker/`).then(() => {
      const input = file && content.querySelector("input[type=file]");
      if (!input) return;
      const transfer = new DataTransfer();
      transfer.items.add(file);
      input.files = transfer.files;
      content.querySelector("details").open = true;
    });
  }

  CKEDITOR.plugins.add("photo", {
    requires: "widget",
    init(editor) {
      const { photos, photoLabel } = settings(editor);
      editor.widgets.add("photo", {
        allowedContent: "figure[!data-photo]",
        requiredContent: "figure[data-photo]",
        upcast(element) {
          const id = Number(element.attributes["data-photo"]);
          if (element.name !== "figure" || !id) return false;
          element.setHtml(`<img src="${photos}${id}/preview/" alt="">`);
          return true;
        },
        downcast() {
          const id = this.element.getAttribute("data-photo");
          return new CKEDITOR.htmlParser.element("figure", { "data-photo": id });
        },
      });
      editor.addCommand("photo", {
        exec: () => open(editor),
        allowedContent: "figure[!data-photo]",
      });
      editor.ui.addButton("Photo", { label: photoLabel, command: "photo", toolbar: "insert" });
      // A picture that is pasted or dropped goes the same way as any other.
      editor.on("paste", (event) => {
        const transfer = event.data.dataTransfer;
        for (let n = 0; n < transfer.getFilesCount(); n += 1) {
          const file = transfer.getFile(n);
          if (!file.type.startsWith("image/")) continue;
          event.cancel();
          open(editor, file);
          return;
        }
      });
    },
  });
})();
