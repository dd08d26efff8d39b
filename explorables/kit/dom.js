/*
 * Elements: making them, putting new ones in their place, drawings that follow the width they get; and the page's turns.
 */

export function whenRead(then) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", then);
  else then();
}

/** Await it: the browser shows what was done and answers its reader. A page that nobody looks at gets no frames. */
export const turn = () => new Promise((then) => (document.hidden ? setTimeout(then) : requestAnimationFrame(() => setTimeout(then))));

/** make("button", { class: "x", onclick: f, "aria-pressed": "true" }, "words", child): a DOM element. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes || {}) {
    const value = attributes[key];
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "html") element.innerHTML = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** New children, the keyboard's focus where it was: on the child of the same key or place; where there is none, `otherwise`. */
export function renew(place, children, otherwise) {
  const focusable = () => [...place.querySelectorAll("button, input, select, [tabindex]")];
  const { activeElement } = document;
  const held = focusable().indexOf(activeElement);
  place.replaceChildren(...children);
  if (held < 0) return;
  const now = focusable();
  const { key } = activeElement.dataset;
  const next = (key && now.find((one) => one.dataset.key === key)) || now[Math.min(held, now.length - 1)] || (otherwise && otherwise());
  if (next) next.focus({ preventScroll: true });
}

/** draw(width) now, and whenever the width changes. */
export function onWidth(element, draw) {
  let last = 0;
  const look = () => {
    const width = Math.floor(element.clientWidth);
    if (width && width !== last) draw((last = width));
  };
  new ResizeObserver(look).observe(element);
  look();
}

let unpainted = 0;
/** Whether all canvases show what their widths ask for. */
export const allPainted = () => unpainted === 0;

/**
 * A place for a drawing that follows the width it gets, `most` at the widest. draw(width, place) gives the markup, or
 * undefined where it has painted the place itself. place.redraw(key) draws anew, with a key only if it is another one.
 */
export function canvas(draw, { most = Infinity } = {}) {
  const place = make("div", { class: "x-canvas" });
  let width = 0;
  let shown;
  place.redraw = (key) => {
    if (!width || (key !== undefined && key === shown)) return;
    shown = key;
    const markup = draw(width, place);
    if (markup !== undefined) place.innerHTML = markup;
  };
  onWidth(place, async (now) => {
    width = Math.min(now, most);
    unpainted++; // a panel's canvases get their widths all at once, and each is painted in a task of its own
    await turn();
    unpainted--;
    place.redraw();
  });
  return place;
}
