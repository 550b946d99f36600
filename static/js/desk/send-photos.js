// Sends chosen photos two at a time, with progress, and each again if it did not arrive.
// Without this script the form sends them all at once.
import { line, post } from "./sent-line.js";
import { shrunk } from "./shrink-photo.js";

const AT_ONCE = 2;
const ANSWERS = [201, 409, 422];

function attach(form) {
  const words = form.dataset;
  const section = document.querySelector(".sent-photos");
  const chosen = form.querySelector("input[type=file]");
  const shrink = form.querySelector("[data-shrink]");
  const queue = [];
  let going = 0;
  shrink.hidden = false;
  form.addEventListener("submit", (event) => {
    if (!chosen.files.length) return;
    event.preventDefault();
    section.hidden = false;
    const smaller = shrink.querySelector("input").checked;
    const list = section.querySelector("[data-sent]");
    for (const file of chosen.files) {
      const said = new FormData(form);
      said.delete(chosen.name);
      said.append("one", "1");
      wait({ file, said, smaller, row: line(list, file.name) });
    }
    chosen.value = "";
    section.scrollIntoView({ block: "nearest" });
  });

  function wait(sending) {
    sending.row.say(words.waiting);
    queue.push(sending);
    next();
  }
  function next() {
    if (going >= AT_ONCE || !queue.length) return;
    going += 1;
    deliver(queue.shift()).finally(() => { going -= 1; next(); });
    next();
  }
  async function deliver(sending) {
    const { file, said, smaller, row } = sending;
    const bar = row.progress(words.going);
    const data = new FormData();
    for (const [name, value] of said) data.append(name, value);
    data.append(chosen.name, smaller ? await shrunk(file) : file, file.name);
    const { status, text } = await post(form.action, data, bar, () => row.say(words.looking));
    if (!ANSWERS.includes(status)) return row.offer(words.broken, words.again, () => wait(sending));
    row.item.innerHTML = text;
    const anyway = row.item.querySelector("[data-anyway]");
    if (!anyway) return;
    anyway.hidden = false;
    anyway.addEventListener("click", () => { said.set("doubles", "on"); wait(sending); });
  }
}

document.querySelectorAll("[data-send-photos]").forEach(attach);
