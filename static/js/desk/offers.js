// Words that this browser kept and the server never got: to be put back or thrown away.
import { fingerprint } from "./words.js";

export async function offer(place, copies, form, sheet) {
  const now = fingerprint([...new FormData(form)]);
  for (const copy of await copies.others()) {
    // The words of the form itself: erased when the server has them, and no sooner.
    if (sheet.fromBrowser && copy.window === sheet.insteadOf) continue;
    if (fingerprint(copy.entries) === now) await copies.erase(copy.window);
    else show(place, copy, copies);
  }
}

function show(place, copy, copies) {
  const card = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const when = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  card.querySelector("[data-when]").textContent = when;
  card.querySelector("[data-newer]").hidden = !document.querySelector(`[data-window="${copy.window}"]`);
  card.querySelector("[data-put-back]").addEventListener("click", () => putBack(copy));
  card.querySelector("[data-throw-away]").addEventListener("click", async () => {
    await copies.erase(copy.window);
    card.remove();
  });
  place.append(card);
}

// The server draws the form, as it does with words of its own; nothing is saved by that.
function putBack(copy) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: location.pathname });
  const entries = copy.entries.filter(([name]) => !name.startsWith("_"));
  for (const [name, value] of [...entries, ["_put_back", "1"]]) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value, hidden: true });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
