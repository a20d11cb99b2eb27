// Moving about: drag, wheel with a modifier, two fingers, buttons, arrow keys and + − 0.

const MOST = 60;
const STEP = 60;

export function steer(root, stage, { width, height, redraw }) {
  const view = { k: 1, x: 0, y: 0 };
  let queued = false;

  const apply = () => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      redraw(view);
    });
  };
  const zoom = (factor, [x, y] = [width / 2, height / 2]) => {
    const k = Math.min(MOST, Math.max(0.15, view.k * factor));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    apply();
  };
  const move = (dx, dy) => {
    view.x += dx;
    view.y += dy;
    apply();
  };
  const reset = () => {
    Object.assign(view, { k: 1, x: 0, y: 0 });
    apply();
  };

  stage.tabIndex = 0;
  stage.addEventListener("keydown", (event) => {
    const act = {
      ArrowLeft: () => move(STEP, 0),
      ArrowRight: () => move(-STEP, 0),
      ArrowUp: () => move(0, STEP),
      ArrowDown: () => move(0, -STEP),
      "+": () => zoom(1.6),
      "=": () => zoom(1.6),
      "-": () => zoom(1 / 1.6),
      0: reset,
    }[event.key];
    if (!act || event.target !== stage || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });

  // A plain wheel scrolls the page; with Ctrl (and so with a pinch on a touchpad) it zooms.
  root.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 200), spot(event));
  }, { passive: false });
  root.addEventListener("dblclick", (event) => zoom(1.8, spot(event)));

  const fingers = new Map();
  const spot = ({ clientX, clientY }) => {
    const box = root.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  root.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, spot(event));
    if (event.target.closest(".map-disc") === null) root.setPointerCapture(event.pointerId);
  });
  root.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const after = spot(event);
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      zoom(distance(after, other) / distance(before, other), [(after[0] + other[0]) / 2, (after[1] + other[1]) / 2]);
    } else {
      move(after[0] - before[0], after[1] - before[1]);
    }
    fingers.set(event.pointerId, after);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) root.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));

  return { zoom, reset };
}

const distance = (a, b) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
