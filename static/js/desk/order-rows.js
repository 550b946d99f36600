// Rows of a form in an order: buttons that move one up or down and write the numbers.
// Without this, the numbers are typed.
const number = (row) => row.querySelector("input[name$='-position']");
const rows = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
const filled = (row) => row.querySelector("select[name$='-story']")?.value;

function move(group, row, step) {
  const all = rows(group);
  const there = all[all.indexOf(row) + step];
  if (!there) return;
  if (step < 0) there.before(row);
  else there.after(row);
  rows(group).filter(filled).forEach((each, index) => (number(each).value = index + 1));
  row.querySelector(step < 0 ? "[data-step='-1']" : "[data-step='1']").focus();
}

function button(group, row, step, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button order-rows__button";
  made.dataset.step = step;
  made.textContent = words;
  made.addEventListener("click", () => move(group, row, step));
  return made;
}

function equip(group, row) {
  if (row.querySelector(".order-rows__button")) return;
  row.querySelector("h3").append(
    button(group, row, -1, group.dataset.up),
    button(group, row, 1, group.dataset.down),
  );
}

for (const group of document.querySelectorAll("[data-module~='order-rows']")) {
  rows(group).forEach((row) => equip(group, row));
  document.addEventListener("formset:added", (event) => {
    const row = event.target.closest?.(".inline-related");
    if (row && group.contains(row)) equip(group, row);
  });
}
