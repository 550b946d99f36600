// A batch of gifts, typed without the mouse: Enter goes to the next row's amount, what is
// typed is kept when one leaves a row, and the tally follows. Without this the buttons
// do the same.
import { another, carryDown, cell, rows } from "./batch-rows.js";

const PAUSE = 800;

function goOn(event, form) {
  const row = event.target.closest(".batch__row");
  if (event.key !== "Enter" || !row || event.target.tagName === "BUTTON") return;
  event.preventDefault();
  const all = rows(form);
  const next = all[all.indexOf(row) + 1] ?? another(form, row);
  carryDown(row, next);
  cell(next, "amount").focus();
}

async function keep(form, place) {
  const typed = new FormData(form);
  try {
    const answer = await fetch(location.href, { method: "POST", body: typed, headers: { accept: "application/json" } });
    const told = await answer.json();
    if (told.version) form.elements.version.value = told.version;
    if (told.tally) form.querySelector("[data-tally]").textContent = told.tally;
    place.textContent = told.meanwhile ?? place.dataset.words;
  } catch {
    place.textContent = place.dataset.trouble;
  }
}

for (const form of document.querySelectorAll("[data-module~='type-batch']")) {
  const place = form.querySelector("[data-saved]");
  let waiting, keeping = Promise.resolve();
  form.addEventListener("keydown", (event) => goOn(event, form));
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (keeping = keeping.then(() => keep(form, place))), PAUSE);
  });
  // A button sends the version that the last keeping left behind.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (form.dataset.sent) return;
    event.preventDefault();
    form.dataset.sent = "yes";
    // Not before the browser is through with this event: it would ignore the second.
    keeping.then(() => setTimeout(() => form.requestSubmit(event.submitter)));
  });
  (cell(rows(form).find((row) => !cell(row, "amount").value) ?? rows(form)[0], "amount"))?.focus();
}
