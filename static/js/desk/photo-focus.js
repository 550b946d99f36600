// The focus of a photo, set by clicking into it or with the arrow keys on its mark. The
// number fields stay, and work without this. Each cut follows as the server would make it.
function attach(box) {
  const [x, y] = ["focal_x", "focal_y"].map((name) => document.querySelector(`[name=${name}]`));
  const mark = box.querySelector("[data-mark]");
  if (!x || !y) return;
  const [width, height] = [Number(box.dataset.width), Number(box.dataset.height)];
  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
  mark.setAttribute("tabindex", "0");

  function set(left, top) {
    x.value = within(left);
    y.value = within(top);
    draw();
  }
  function draw() {
    const [left, top] = [within(x.value), within(y.value)];
    mark.setAttribute("cx", (left / 100) * width);
    mark.setAttribute("cy", (top / 100) * height);
    mark.setAttribute("aria-valuenow", left);
    mark.setAttribute("aria-valuetext", `${left} % · ${top} %`);
    for (const cut of document.querySelectorAll("[data-ratio]")) cut.setAttribute("viewBox", boxOf(cut.dataset.ratio, left, top));
  }
  function boxOf(ratio, left, top) {
    const [wide, high] = width / height < ratio ? [width, width / ratio] : [height * ratio, height];
    const start = (share, whole, part) => Math.min(Math.max((share / 100) * whole - part / 2, 0), whole - part);
    return `${start(left, width, wide)} ${start(top, height, high)} ${wide} ${high}`;
  }
  box.addEventListener("click", (event) => {
    const seen = box.getBoundingClientRect();
    set(((event.clientX - seen.left) / seen.width) * 100, ((event.clientY - seen.top) / seen.height) * 100);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    set(Number(x.value) + step[0] * far, Number(y.value) + step[1] * far);
  });
  for (const field of [x, y]) field.addEventListener("input", draw);
  draw();
}

document.querySelectorAll("[data-focus]").forEach(attach);
