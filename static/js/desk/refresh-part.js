// A part of a desk page that moves by itself: fetched again every few seconds while it
// is going and the page is looked at. Without this, reloading the page does the same.
const EVERY = 4000;

async function refresh(part) {
  if (document.hidden || part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(part.dataset.address);
    if (answer.ok) part.innerHTML = await answer.text();
  } catch {
    // The line is away: the next time will do.
  }
}

for (const part of document.querySelectorAll("[data-module~='refresh-part']")) {
  if (part.dataset.going) setInterval(refresh, EVERY, part);
}
