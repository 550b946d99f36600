// Typing an own amount picks "other amount"; picking a set amount clears the own one.
// Give it the element that holds both: radios, and one text input with data-own-amount.
export default function amountChoice(area) {
  const own = area.querySelector("input[data-own-amount]");
  const radios = [...area.querySelectorAll('input[type="radio"]')].filter(
    (radio) => radio.name === own?.dataset.ownAmount,
  );
  if (!own || !radios.length) return;
  const other = radios.find((radio) => ["other", "own", ""].includes(radio.value));
  const row = own.closest(".field");

  const show = () => {
    if (other && row) row.hidden = !other.checked && !own.value;
  };

  area.addEventListener("change", (event) => {
    if (!radios.includes(event.target)) return;
    if (event.target === other) {
      show();
      own.focus();
    } else {
      own.value = "";
      show();
    }
  });
  own.addEventListener("input", () => {
    if (!own.value) return;
    if (other) other.checked = true;
    else radios.forEach((radio) => (radio.checked = false));
  });
  show();
}
