// A video of another host is a link until it is pressed; then its player stands here.
// Nothing of the host is asked for before.
export default function playHere(link) {
  const { frame, title, here } = link.dataset;
  link.querySelector("[data-words]").textContent = here;
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const player = Object.assign(document.createElement("iframe"), {
      src: frame, title, className: "recording__player",
      allow: "autoplay; fullscreen; picture-in-picture; encrypted-media",
    });
    link.replaceWith(player);
    player.focus();
  });
}
