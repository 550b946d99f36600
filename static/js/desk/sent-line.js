// One line of the list of what was sent: its words, its progress, a button to try again.
export function line(list, name) {
  const item = document.createElement("li");
  list.append(item);

  function say(words) {
    const text = document.createElement("p");
    const strong = Object.assign(document.createElement("strong"), { textContent: name });
    text.className = "sent-photos__line";
    text.append(strong, ` ${words} `);
    item.replaceChildren(text);
    return text;
  }
  function progress(words) {
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: `${name} ${words}` });
    say(words).append(bar);
    return bar;
  }
  function offer(words, label, act) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button", textContent: label,
    });
    button.addEventListener("click", act);
    say(words).append(button);
  }
  return { item, say, progress, offer };
}

// XMLHttpRequest, because fetch tells nothing of how far a file has come.
export function post(address, data, bar, onSent) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
    request.upload.addEventListener("load", onSent);
    request.addEventListener("loadend", () => resolve({ status: request.status, text: request.responseText }));
    request.send(data);
  });
}
