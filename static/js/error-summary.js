// Takes the reader to what went wrong, and from each line to its field.
export default function errorSummary(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const words = field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0];
    (words ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
