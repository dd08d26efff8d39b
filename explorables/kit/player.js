/*
 * Plays a figure: one step now, and one each `period` (ms), until `step` says that it was the last. Only one figure plays at
 * a time: `store.player` is what does.
 */
import { playButton } from "./controls.js";

export function player(t, store, step, period = 1100) {
  const own = { stepping: false, stop, timer: null };
  const play = playButton(() => {
    const before = store.player;
    if (before) before.stop();
    if (before !== own) start();
  });

  function start() {
    store.player = own;
    own.timer = setInterval(go, period);
    play.show(true, t("pause"));
    go();
  }
  function stop() {
    clearInterval(own.timer);
    store.player = null;
    play.show(false, t("play"));
  }
  function go() {
    own.stepping = true;
    const more = step();
    own.stepping = false;
    if (!more) stop();
  }

  play.show(false, t("play"));
  return play;
}
