// The story's form keeps what is typed. All of it is comfort: without scripts the form
// saves, meets another's save and survives an ended session by what the server does.
import { Copies } from "./copies.js";
import { copyTexts } from "./copy-text.js";
import { countWords } from "./count-words.js";
import { Keeper } from "./keeper.js";
import { offer } from "./offers.js";
import { list, speaker } from "./saying.js";
import { saveSafely } from "./saving.js";
import { signIn } from "./sign-in.js";
import { onTyping, whenReady } from "./words.js";

const EVERY = 20_000;
const form = document.querySelector("#story_form");
const bar = form.querySelector("[data-keeping]");
const sheet = bar.dataset;
const dialog = document.querySelector("[data-sign-in]");
const say = speaker(bar);

copyTexts(document);
countWords(bar.querySelector("[data-count]"));
whenReady(form, () => {
  const copies = new Copies(sheet);
  const keeper = new Keeper(form, sheet.keptAt, copies, hear);

  function hear(answer) {
    if (answer.kept) say("kept", { words: answer.kept });
    if (answer.state !== "kept") say(answer.state, { words: answer.refused, copy: keeper.copy });
    if (answer.others) list(document.querySelector("[data-others]"), answer.others);
    if (answer.saved) list(document.querySelector("[data-saved]"), [answer.saved]);
    bar.querySelector("[data-come-in]").hidden = answer.state !== "out";
    if (answer.kept && sheet.fromBrowser) copies.erase(sheet.insteadOf);
  }

  if (sheet.unsaved) keeper.distrust();
  keeper.flush();
  onTyping(form, () => keeper.typed());
  saveSafely(form, keeper, dialog, say);
  offer(document.querySelector("[data-copies]"), copies, form, sheet);
  bar.querySelector("[data-come-in]").addEventListener("click", () => signIn(dialog, keeper));
  addEventListener("online", () => keeper.isKept || keeper.flush());
  addEventListener("beforeunload", (event) => { if (!keeper.isKept && keeper.copy !== "here") event.preventDefault(); });
  document.addEventListener("visibilitychange", () => document.hidden && !keeper.isKept && keeper.flush());
  setInterval(() => document.hidden || keeper.flush(), EVERY);
});
