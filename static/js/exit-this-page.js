// Leaves at once: the page goes blank before the neutral address has answered.
// Put it on the link; pressing Shift three times within five seconds does the same.
export default function exitThisPage(link) {
  let presses = [];

  const leave = () => {
    document.body.hidden = true;
    document.title = " ";
    location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < 5000), now];
    if (presses.length === 3) leave();
  });
}
