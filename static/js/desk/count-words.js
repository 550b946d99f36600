// How long the text is. Words are told apart as the browser knows each language, so
// Khmer and Thai, which are written without spaces, are counted as well.
const words = new Intl.Segmenter(undefined, { granularity: "word" });

function count(text) {
  let number = 0;
  for (const { isWordLike } of words.segment(text)) number += isWordLike ? 1 : 0;
  return number;
}

export function countWords(place) {
  let timer;
  const show = (editor) => {
    const number = count(editor.editable()?.getText() ?? "").toLocaleString(document.documentElement.lang);
    place.textContent = `${place.dataset.label} ${number}`;
    place.hidden = false;
  };
  window.CKEDITOR?.on("instanceReady", ({ editor }) => {
    show(editor);
    editor.on("change", () => {
      clearTimeout(timer);
      timer = setTimeout(() => show(editor), 700);
    });
  });
}
