// How many an issue would go to, counted again while its audience is being chosen.
// Without this, saving the form does the same.
const PAUSE = 400;
let waiting;
let asked = 0;

async function count(place, form) {
  const mine = ++asked;
  const typed = new URLSearchParams(new FormData(form));
  typed.delete("csrfmiddlewaretoken");
  try {
    const answer = await fetch(`${place.dataset.address}?${typed}`);
    if (answer.ok && mine === asked) place.innerHTML = await answer.text();
  } catch {
    // The line is away: the number stands as it was, until something is changed.
  }
}

for (const place of document.querySelectorAll("[data-module~='count-readers']")) {
  const form = place.closest("form");
  const names = place.dataset.fields.split(" ");
  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(count, PAUSE, place, form);
  });
}
