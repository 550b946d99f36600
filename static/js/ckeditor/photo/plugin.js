// A photo in a story is a reference, <figure data-photo="12"></figure>. In the editor it
// shows the picture; what is saved is the reference alone.
(() => {
  const settings = (editor) => editor.element.$.closest("[data-photos]").dataset;
  const asking = () => import("../../desk/choose-photos.js");

  async function insert(editor, file) {
    editor.focus();
    const place = editor.getSelection().getRanges();
    const { choosePhotos } = await asking();
    const [id] = await choosePhotos(settings(editor), { file });
    // Chrome forgets where the caret stood while a dialog was open.
    editor.focus();
    editor.getSelection().selectRanges(place);
    if (id) editor.insertHtml(`<figure data-photo="${id}"></figure>`);
  }

  // A picture that is pasted or dropped goes the same way as any other, one by one.
  async function insertPasted(editor, event) {
    const transfer = event.data.dataTransfer;
    const files = Array.from({ length: transfer.getFilesCount() }, (_, n) => transfer.getFile(n));
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.cancel();
    for (const file of pictures) await insert(editor, file);
  }

  CKEDITOR.plugins.add("photo", {
    requires: "widget",
    init(editor) {
      const { photos, photoLabel } = settings(editor);
      editor.widgets.add("photo", {
        allowedContent: "figure[!data-photo]",
        requiredContent: "figure[data-photo]",
        getLabel() {
          return `${photoLabel} ${this.id + 1}`;
        },
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
        exec: () => insert(editor),
        allowedContent: "figure[!data-photo]",
      });
      editor.ui.addButton("Photo", { label: photoLabel, command: "photo", toolbar: "insert" });
      editor.on("paste", (event) => insertPasted(editor, event));
    },
  });
})();
