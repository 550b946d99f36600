// The rows of a batch of gifts: found, added, and filled in from the row above.
export const rows = (form) => [...form.querySelectorAll(".batch__row")];
export const cell = (row, name) => row.querySelector(`[name$='-${name}']`);

// The same row once more, empty, with the next number in all its names.
export function another(form, row) {
  const made = row.cloneNode(true);
  const number = rows(form).length;
  for (const field of made.querySelectorAll("[name^='row-']")) {
    field.name = field.name.replace(/^row-\d+/, `row-${number}`);
    field.id = `id_${field.name}`;
    if (field.tagName === "INPUT") field.value = "";
    field.previousElementSibling?.setAttribute("for", field.id);
  }
  made.classList.remove("batch__row--wrong");
  made.querySelectorAll(".batch__whose, .batch__error, [name$='-who']").forEach((old) => old.remove());
  made.querySelector("th").textContent = number + 1;
  row.after(made);
  return made;
}

export function carryDown(row, next) {
  if (cell(next, "amount").value || cell(next, "donor").value) return;
  for (const name of ["received_on", "fund", "method"]) cell(next, name).value = cell(row, name).value;
}
