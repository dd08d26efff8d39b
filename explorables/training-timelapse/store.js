/*
 * What one panel shows: a frame of the run, and which words of the map. It plays, and tells its parts when they are to draw.
 */
import { announce, reducedMotion } from "../kit/access.js";
import { clamp } from "../kit/geometry.js";
import { t } from "./strings.js";
import { frameWords } from "./views/sentences.js";

const PACE = 450; // ms a frame
const CALM = 1200; // where motion is unwelcome: no gliding, and time to look at each frame

export class Store {
  constructor(lapse, { atStart = false } = {}) {
    this.lapse = lapse;
    this.last = lapse.frames.length - 1;
    this.state = { frame: atStart ? 0 : this.last, kind: "", followed: -1 };
    this.when = this.state.frame; // the frame, or on the way to the next
    this.timer = null;
    this.quiet = false; // plays unasked: nobody wants to hear of it
    this.panels = {}; // name -> { refresh }
  }

  get playing() {
    return this.timer !== null;
  }

  get spoken() {
    return frameWords(t, this.lapse, this.state.frame).spoken;
  }

  refresh(...names) {
    for (const name of names.length ? names : Object.keys(this.panels)) if (this.panels[name]) this.panels[name].refresh();
  }

  show(frame) {
    this.state.frame = this.when = frame;
    this.refresh();
  }

  /** As the reader asked, who does not want it to play on. */
  jump(frame) {
    if (this.playing) this.pause();
    this.show(frame);
  }

  step(by) {
    this.jump(clamp(this.state.frame + by, 0, this.last));
    announce(this.spoken);
  }

  /** What the map shows: one kind of words, or one word. */
  change(settings) {
    Object.assign(this.state, settings);
    this.refresh("legend", "follow", "map");
  }

  start({ quiet = false } = {}) {
    this.quiet = quiet;
    if (this.state.frame === this.last) this.show(0);
    const calm = reducedMotion();
    let since = performance.now();
    const tick = () => {
      const part = (performance.now() - since) / (calm ? CALM : PACE);
      if (part >= 1) {
        since = performance.now();
        this.show(this.state.frame + 1);
        if (!this.quiet) announce(this.spoken, { every: 4000 });
        if (this.state.frame === this.last) return this.pause();
      } else if (!calm) {
        this.when = this.state.frame + part;
        this.refresh("map");
      }
      this.timer = requestAnimationFrame(tick);
    };
    this.timer = requestAnimationFrame(tick);
    this.refresh("drive");
  }

  pause() {
    cancelAnimationFrame(this.timer);
    this.timer = null;
    this.when = this.state.frame;
    this.refresh("drive", "map");
    if (!this.quiet || this.state.frame !== this.last) announce(this.spoken);
  }
}
