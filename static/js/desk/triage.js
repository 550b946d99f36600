// Keys for the triage desk. They work while the focus is in the list, and only then:
// j and k go down and up, x ticks, o reads the story; k is for “up”, as in other lists.
// s, h and d choose what is to be done with the ticked ones; Enter in the box does it.
const list = document.querySelector("#result_list");
const action = document.querySelector("select[name=action]");
const legend = document.querySelector("[data-triage-keys]");
const CHOICES = { s: "keep", h: "hand_on", l: "low_risk", d: "throw_away" };

const boxes = () => [...list.querySelectorAll("input.action-select")];

function go(row, step) {
  const all = boxes();
  const here = all.findIndex((box) => row?.contains(box));
  all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
}

function choose(value) {
  if (![...action.options].some((option) => option.value === value)) return;
  action.value = value;
  const next = value === "hand_on" ? "select[name=writer]" : "button[name=index]";
  document.querySelector(next)?.focus();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest("tr");
  if (event.key === "j") go(row, 1);
  else if (event.key === "k") go(row, -1);
  else if (event.key === "x") row?.querySelector("input.action-select")?.click();
  else if (event.key === "o") row?.querySelector(".triage__look")?.click();
  else if (event.key in CHOICES && action) choose(CHOICES[event.key]);
  else return;
  event.preventDefault();
}

if (list && legend) {
  legend.hidden = false;
  list.addEventListener("keydown", press);
  boxes()[0]?.focus();
}
