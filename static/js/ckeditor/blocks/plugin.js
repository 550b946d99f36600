// Galleries, figures, recordings and documents stand in a text as references,
// <figure data-figures="3 5"></figure>. In the editor they show what they stand for; what
// is saved is the reference alone. Words and things to choose come from the server.
(() => {
  const box = (editor) => editor.element.$.closest("[data-blocks]");
  const KINDS = ["gallery", "figures", "recording", "documents"];
  const addressOf = (editor, kind) => box(editor).dataset.blocks.replace("/kind/", `/${kind}/`);

  async function choose(editor, kind, ids) {
    const words = { ...box(editor).dataset, photoLabel: box(editor).dataset[`${kind}Label`] };
    if (kind === "gallery") {
      const { choosePhotos } = await import("../../desk/choose-photos.js");
      return choosePhotos(words, { several: true });
    }
    const { chooseBlocks } = await import("../../desk/choose-blocks.js");
    return chooseBlocks(words, addressOf(editor, kind), ids);
  }

  // An answer may well come before the editor is done with its own beginning.
  const ready = (editor) =>
    editor.status === "ready" || new Promise((done) => editor.once("instanceReady", done));

  // The things themselves. Drawing them changes nothing that is saved, so no step back
  // and no warning of unsaved words comes of it.
  async function show(editor, kind, widget) {
    const ids = widget.element.getAttribute(`data-${kind}`);
    const draw = (html) => {
      editor.fire("lockSnapshot");
      widget.element.setHtml(html);
      editor.fire("unlockSnapshot");
    };
    if (kind === "gallery") {
      const { photos } = box(editor).dataset;
      draw(ids.split(" ").map((id) => `<img src="${photos}${Number(id)}/preview/" alt="">`).join(""));
      return;
    }
    const said = await fetch(`${addressOf(editor, kind)}?shown=${encodeURIComponent(ids)}`);
    if (!said.ok) return;
    const html = await said.text();
    await ready(editor);
    if (editor.status !== "destroyed") draw(html);
  }

  // What is put in comes behind the block that is selected, never in its place.
  function stepBehind(editor) {
    const { focused } = editor.widgets;
    if (!focused) return;
    const range = editor.createRange();
    range.moveToPosition(focused.wrapper, CKEDITOR.POSITION_AFTER_END);
    range.select();
  }

  async function put(editor, kind, widget) {
    const name = `data-${kind}`;
    editor.focus();
    if (!widget) stepBehind(editor);
    const place = editor.getSelection().getRanges();
    const before = widget ? widget.element.getAttribute(name).split(" ").map(Number) : [];
    const ids = await choose(editor, kind, before);
    // Chrome forgets where the caret stood while a dialog was open.
    editor.focus();
    if (!widget) editor.getSelection().selectRanges(place);
    if (!ids.length) return;
    if (!widget) return editor.insertHtml(`<figure ${name}="${ids.join(" ")}"></figure>`);
    widget.element.setAttribute(name, ids.join(" "));
    await show(editor, kind, widget);
    editor.fire("saveSnapshot");
  }

  function add(editor, kind) {
    const label = box(editor).dataset[`${kind}Label`];
    const name = `data-${kind}`;
    editor.widgets.add(kind, {
      allowedContent: `figure[!${name}]`,
      requiredContent: `figure[${name}]`,
      // Each its own: several of one name are one landmark to a screen reader.
      getLabel() {
        return `${label} ${this.id + 1}`;
      },
      upcast: (element) => {
        if (element.name !== "figure" || !element.attributes[name]) return false;
        element.setHtml(`<p>${CKEDITOR.tools.htmlEncode(label)} …</p>`);
        return true;
      },
      downcast() {
        const ids = this.element.getAttribute(name);
        return new CKEDITOR.htmlParser.element("figure", { [name]: ids });
      },
      init() {
        show(editor, kind, this);
        this.on("edit", (event) => {
          event.cancel();
          put(editor, kind, this);
        });
      },
    });
    editor.addCommand(kind, { exec: () => put(editor, kind), allowedContent: `figure[!${name}]` });
    const button = kind[0].toUpperCase() + kind.slice(1);
    editor.ui.addButton(button, { label, command: kind, toolbar: "insert" });
  }

  CKEDITOR.plugins.add("blocks", {
    requires: "widget",
    init: (editor) => KINDS.forEach((kind) => add(editor, kind)),
  });
})();
