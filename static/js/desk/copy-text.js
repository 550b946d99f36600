// Copies a text that stands beside another: as it was typed, or as the editor takes it.
async function copy(text) {
  if (text.matches("textarea")) return navigator.clipboard.writeText(text.value);
  const parts = { "text/html": text.innerHTML, "text/plain": text.innerText };
  const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

export function copyTexts(page) {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll("[data-copy]")) {
    const text = button.closest("[role=group]").querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(text);
      button.textContent = button.dataset.copy;
    });
  }
}
