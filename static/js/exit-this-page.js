// Leaves at once: the page is covered before the neutral address has answered, and Back
// uncovers it. A press on a link, or Shift three times, each within five seconds of the
// last. Put it on the bar; it speaks in the bar's own words.
const TIMES = 3;
const PATIENCE = 5000;

export default function exitThisPage(bar) {
  const links = bar.querySelectorAll("a");
  const status = bar.querySelector("[role=status]");
  const cover = bar.querySelector("[data-cover]");
  let presses = 0;
  let timer;

  function leave() {
    cover.hidden = false;
    cover.firstElementChild.textContent = cover.dataset.cover;
    document.title = cover.dataset.cover;
    location.href = links[0].href;
  }

  function begin(words) {
    presses = 0;
    clearTimeout(timer);
    status.textContent = words;
  }

  function press() {
    presses += 1;
    if (presses === TIMES) return leave();
    status.textContent = presses === 1 ? status.dataset.two : status.dataset.one;
    clearTimeout(timer);
    timer = setTimeout(begin, PATIENCE, status.dataset.over);
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  }
  // Shift that belongs to another key is no press of its own.
  let combined = false;
  document.addEventListener("keydown", (event) => {
    combined = event.key !== "Shift";
    if (combined) begin("");
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && !combined) press();
  });
  const title = document.title;
  addEventListener("pageshow", () => {
    cover.hidden = true;
    document.title = title;
    begin("");
  });
}
