// Says where the words are. Seen always; spoken only when it is something new, so that
// nobody who listens hears of every pause in their writing.
export function speaker(bar) {
  const seen = bar.querySelector("[data-state]");
  const spoken = bar.querySelector("[data-spoken]");
  const sentences = Object.fromEntries(
    [...bar.querySelectorAll("[data-sentence]")].map((each) => [each.dataset.sentence, each.textContent]),
  );
  let kind = "";

  return function say(name, { words = sentences[name], copy } = {}) {
    const sentence = [words, sentences[copy]].filter(Boolean).join(" ");
    const now = `${name} ${copy}`;
    bar.dataset.kind = name;
    seen.textContent = sentence;
    if (now === kind) return;
    kind = now;
    spoken.textContent = sentence;
  };
}

export function list(place, sentences) {
  const now = [...place.children].map((each) => each.textContent);
  if (sentences.join("\n") === now.join("\n")) return;
  place.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("li");
    line.textContent = sentence;
    return line;
  }));
}
