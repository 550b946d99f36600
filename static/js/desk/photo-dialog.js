// The empty dialog, and the file that was pasted or dropped, put into its form.
export function draw({ photoLabel, closeLabel }) {
  const dialog = Object.assign(document.createElement("dialog"), {
    className: "photo-picker", ariaLabel: photoLabel,
  });
  const close = Object.assign(document.createElement("button"), {
    type: "button", className: "button photo-picker__close", textContent: closeLabel,
  });
  const content = document.createElement("div");
  dialog.append(close, content);
  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  return { dialog, content };
}

export function offer(content, file) {
  const input = content.querySelector("input[type=file]");
  if (!input) return;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  content.querySelector("details").open = true;
}

// Which are chosen so far, where several may be.
export function mark(content, chosen) {
  for (const button of content.querySelectorAll("[aria-pressed]")) {
    button.ariaPressed = String(chosen.includes(Number(button.dataset.photoChoose)));
  }
  for (const count of content.querySelectorAll("[data-photo-count]")) count.value = chosen.length;
}

// Where somebody reads on who sees nothing: a refusal, news, or the search.
export function focusOn(content) {
  const [first] = ["[role=alert]", "[role=status]", "input"].map((each) => content.querySelector(each)).filter(Boolean);
  first?.focus();
}
