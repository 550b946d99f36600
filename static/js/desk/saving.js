// Saving: what is typed reaches the server first, so that a lost line or an ended session
// shows before the page is left, and the page is left only when the server answers.
import { signIn } from "./sign-in.js";

export function saveSafely(form, keeper, dialog, say) {
  let busy = false;
  let goes = false;

  async function mayGo() {
    say("saving");
    let answer = await keeper.flush();
    while (answer.state === "out") {
      if (!(await signIn(dialog, keeper))) return false;
      answer = await keeper.flush();
    }
    if (answer.state === "offline") say(keeper.copy === "here" ? "later" : "offline", { copy: keeper.copy });
    // A refusal is explained by the form's own answer, unless somebody else signed in.
    return answer.state === "kept" || (answer.state === "refused" && !answer.stay);
  }

  form.addEventListener("submit", async (event) => {
    if (goes) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    goes = await mayGo();
    if (goes) form.requestSubmit(event.submitter);
    busy = goes = false;
  });
}
