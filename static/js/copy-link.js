// <button type="button" hidden data-module="copy-link" data-url="…" data-done="Copied">
// Hidden until a script can do it; says what it did, also to a screen reader.
export default function copyLink(button) {
  if (!navigator.clipboard) return;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  button.hidden = false;
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.url || location.href);
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 4000);
  });
}
