// The dialog in which figures, recordings and documents are chosen, in the order in
// which they are ticked. What stands in it comes from the server
// (templates/admin/stories/blocks/choose.html), translated.
//
//   const ids = await chooseBlocks(words, "/admin/stories/story/blocks/figures/", [3, 5]);
//
// The answer: their numbers, none if the dialog was closed.
import { draw, focusOn } from "./photo-dialog.js";

export function chooseBlocks(words, address, before = []) {
  const { dialog, content } = draw(words);
  const chosen = [...before];
  let answer = [];

  function mark() {
    for (const box of content.querySelectorAll("[data-block-choose]")) {
      box.checked = chosen.includes(Number(box.value));
    }
    for (const count of content.querySelectorAll("[data-block-count]")) count.value = chosen.length;
  }
  async function show(query = "") {
    try {
      const said = await fetch(address + query);
      if (!said.ok) throw new Error(said.status);
      content.innerHTML = await said.text();
    } catch {
      content.textContent = words.failed;
    }
    focusOn(content);
    mark();
  }
  content.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-block-choose]")) return;
    const id = Number(target.value);
    if (target.checked) chosen.push(id);
    else chosen.splice(chosen.indexOf(id), 1);
    mark();
  });
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    show(`?${new URLSearchParams(new FormData(event.target))}`);
  });
  content.addEventListener("click", ({ target }) => {
    if (!target.matches("[data-block-done]")) return;
    answer = chosen;
    dialog.close();
  });
  dialog.showModal();
  show();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(answer);
  }));
}
