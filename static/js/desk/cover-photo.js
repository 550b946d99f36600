// Boxes over a photo, drawn by pointer. They are lines of the text field "boxes", in per
// cent; whoever writes them there by keyboard sees them in the photo as well.
const SVG = "http://www.w3.org/2000/svg";

function attach(photo) {
  const field = document.querySelector("[name=boxes]");
  if (!field) return;
  const [width, height] = [Number(photo.dataset.width), Number(photo.dataset.height)];
  const round = (value) => Math.round(value * 10) / 10;
  let start = null;

  function at(event) {
    const seen = photo.getBoundingClientRect();
    const share = (value, from, whole) => Math.min(100, Math.max(0, ((value - from) / whole) * 100));
    return [share(event.clientX, seen.left, seen.width), share(event.clientY, seen.top, seen.height)];
  }
  function between([x, y], [u, v]) {
    const [left, top] = [round(Math.min(x, u)), round(Math.min(y, v))];
    return [left, top, round(Math.max(x, u)) - left, round(Math.max(y, v)) - top].map(round);
  }
  function show(boxes) {
    for (const old of photo.querySelectorAll("rect")) old.remove();
    for (const [x, y, wide, high] of boxes) {
      const rect = document.createElementNS(SVG, "rect");
      const sizes = { x: x * width, y: y * height, width: wide * width, height: high * height };
      for (const [name, value] of Object.entries(sizes)) rect.setAttribute(name, value / 100);
      photo.append(rect);
    }
  }
  function written() {
    const lines = field.value.split("\n").map((line) => line.split(/[\s,;%]+/).filter(Boolean).map(Number));
    return lines.filter((box) => box.length === 4 && box.every((number) => number >= 0));
  }

  photo.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    start = at(event);
  });
  photo.addEventListener("pointermove", (event) => start && show([...written(), between(start, at(event))]));
  photo.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(start, at(event));
    start = null;
    if (box[2] && box[3]) field.value = [field.value.trimEnd(), box.join(" ")].filter(Boolean).join("\n");
    show(written());
  });
  photo.addEventListener("pointercancel", () => {
    start = null;
    show(written());
  });
  field.addEventListener("input", () => show(written()));
  document.querySelector("[data-cover-help]").hidden = false;
  show(written());
}

document.querySelectorAll("[data-cover]").forEach(attach);
