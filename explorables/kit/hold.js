/*
 * A heading that an address names stays where it is while figures above it take the place of their pictures, until the
 * reader moves. The browser's own anchor is lost in the theme's smooth scrolling.
 */

let held = null;

/** From now on; a new heading in the address is held by itself. */
export function hold() {
  holdHeading();
  addEventListener("hashchange", holdHeading);
  for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(moved, letGo, { passive: true });
}

function letGo() {
  if (held) held.disconnect();
  held = null;
}

function holdHeading() {
  letGo();
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch (broken) {
    return; // half an address names nothing
  }
  const target = name && document.getElementById(name);
  const page = document.querySelector("article");
  if (!target || !page) return;
  let height = page.offsetHeight;
  held = new ResizeObserver(() => {
    if (page.offsetHeight !== height) target.scrollIntoView({ behavior: "instant" });
    height = page.offsetHeight;
  });
  held.observe(page);
}
