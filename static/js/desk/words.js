// What a form holds now, the editor's text too, and a call whenever somebody types.
const OF_THE_PAGE = ["csrfmiddlewaretoken", "window", "number", "instead_of", "opened_by"];
const editors = () => Object.values(window.CKEDITOR?.instances ?? {});

export function collect(form) {
  for (const editor of editors()) editor.updateElement();
  return new FormData(form);
}

// Two forms with the same words give the same text, whatever page they stand on.
export function fingerprint(entries) {
  return JSON.stringify(entries.filter(([name]) => !OF_THE_PAGE.includes(name)));
}

export function onTyping(form, tell) {
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  // Choosers (select2) speak jQuery only.
  window.django?.jQuery?.(form).on("change", tell);
  for (const kind of ["formset:added", "formset:removed"]) document.addEventListener(kind, tell);
  editors().forEach((editor) => editor.on("change", tell));
  window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.on("change", tell));
}

// The editor lays a text out anew when it begins: nobody's doing, and no change.
export function whenReady(form, begin) {
  const waiting = form.querySelectorAll("[data-type=ckeditortype]").length;
  const ready = () => editors().filter((editor) => editor.status === "ready").length;
  if (!waiting || !window.CKEDITOR || ready() === waiting) return begin();
  window.CKEDITOR.on("instanceReady", () => ready() === waiting && begin());
}
