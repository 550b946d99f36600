// A batch of gifts, typed without the mouse: Enter goes to the next row's amount, what is
// typed is kept when one leaves a cell, and the tally follows. The browser asks before it
// leaves what is not kept yet. Without this the buttons do the same.
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

// Sends what stands there. Gives back what stood in the way, or nothing.
async function sent(form, place) {
  try {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { accept: "application/json" } });
    const told = await answer.json();
    if (told.version) form.elements.version.value = told.version;
    if (told.tally) form.querySelector("[data-tally]").textContent = told.tally;
    return told.meanwhile;
  } catch {
    return place.dataset.trouble;
  }
}

for (const form of document.querySelectorAll("[data-module~='type-batch']")) {
  const place = form.querySelector("[data-saved]");
  let waiting, keeping = Promise.resolve(), changes = 0, kept = 0;
  const keep = async () => {
    const now = changes;
    const trouble = await sent(form, place);
    if (!trouble) kept = now;
    if (trouble || kept === changes) place.textContent = trouble ?? place.dataset.words;
  };
  form.addEventListener("keydown", (event) => goOn(event, form));
  form.addEventListener("change", () => {
    changes += 1;
    place.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(() => (keeping = keeping.then(keep)), PAUSE);
  });
  addEventListener("beforeunload", (event) => {
    if (kept < changes && !form.dataset.sent) event.preventDefault();
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
