// A second press within a second is a slip of the hand. The server guards the rest.
export default function singleSubmit(form) {
  let last = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - last < 1000) event.preventDefault();
    else last = now;
  });
}
