/*
 * A script of its own, which brings an explorable's when its place comes into view: a long page weighs little before that.
 *
 *   <div class="explorable" data-late="….js"> … <p class="x-late" hidden><span role="alert">words</span> <button>again</button></p></div>
 *
 * What the place holds stays there until the script replaces it. Where the script does not arrive, the last line says so
 * and offers to try again. Several places may name the same script; it is asked for once.
 */
import { whenRead } from "./dom.js";
import { hold } from "./hold.js";

const asked = new Set();

function bring(source) {
  if (asked.has(source)) return;
  asked.add(source);
  const places = document.querySelectorAll(`[data-late="${source}"]`);
  const tell = (failed) => places.forEach((place) => (place.querySelector(".x-late").hidden = !failed));
  tell(false);
  const script = document.createElement("script");
  script.src = source;
  script.onerror = () => {
    script.remove();
    asked.delete(source);
    tell(true);
  };
  document.head.append(script);
}

whenRead(() => {
  hold();
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      bring(target.dataset.late);
    }
  });
  for (const place of document.querySelectorAll("[data-late]")) {
    watcher.observe(place);
    place.querySelector(".x-late button").addEventListener("click", () => bring(place.dataset.late));
  }
});
