// The dialog in which photos are chosen. What stands in it comes from the server
// (templates/admin/stories/picker.html), translated and checked.
//
//   const ids = await choosePhotos(box.dataset, { several: true });
//
// `words` is the data of the element around an editor (templates/admin/stories/editor.html).
// The answer: numbers of photos in the order they were chosen, none if it was closed.
import { draw, focusOn, mark, offer } from "./photo-dialog.js";

export function choosePhotos(words, { several = false, file = null } = {}) {
  const { dialog, content } = draw(words);
  const list = `${words.photos}picker/${several ? "?several=1" : ""}`;
  const chosen = [];
  let answer = [];

  function end(ids) {
    answer = ids;
    dialog.close();
  }
  function choose(id) {
    if (!several) return end([id]);
    if (chosen.includes(id)) chosen.splice(chosen.indexOf(id), 1);
    else chosen.push(id);
    mark(content, chosen);
  }
  async function show(address, options) {
    try {
      const said = await fetch(address, options);
      if (!said.ok && said.status !== 422) throw new Error(said.status);
      content.innerHTML = await said.text();
    } catch {
      content.textContent = words.failed;
    }
    focusOn(content);
    const picked = content.querySelector("[data-photo-picked]");
    if (picked) choose(Number(picked.dataset.photoPicked));
    mark(content, chosen);
  }
  content.addEventListener("click", (event) => {
    const button = event.target.closest("[data-photo-choose], [data-photo-page], [data-photo-done]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.photoChoose) choose(Number(button.dataset.photoChoose));
    else if ("photoDone" in button.dataset) end(chosen);
    else show(button.href);
  });
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    if ("photoSend" in event.target.dataset) show(list, { method: "POST", body: data });
    else show(`${words.photos}picker/?${new URLSearchParams(data)}`);
  });
  dialog.showModal();
  show(list).then(() => file && offer(content, file));
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(answer);
  }));
}
