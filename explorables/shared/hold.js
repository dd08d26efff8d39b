/*
 * A heading that an address names stays where it is while figures above it take the place of their pictures, until the
 * reader moves. The browser's own anchor is lost in the theme's smooth scrolling.
 *
 *   Explorables.hold()   from now on; a new heading in the address is held by itself
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  if (Explorables.hold || typeof document === "undefined") return; // two scripts of a page may bring it

  let held = null;
  function letGo() {
    if (held) held.disconnect();
    held = null;
  }

  Explorables.hold = function () {
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
  };
  addEventListener("hashchange", Explorables.hold);
  for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(moved, letGo, { passive: true });
})(globalThis);
