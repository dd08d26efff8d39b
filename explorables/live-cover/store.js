/*
 * What the cover shows: a sentence, which of its words were exchanged, and the model once it is there.
 */
import { announce, reducedMotion } from "../kit/access.js";
import { align } from "../kit/align.js";
import { turn } from "../kit/dom.js";
import { Translator } from "../kit/translator/model.js";
import { read } from "../kit/translator/weights.js";
import { load } from "../kit/weights.js";
import { look, partners } from "./look.js";
import { t } from "./strings.js";

export class Store {
  constructor(place) {
    const { base, digest, parts, kinds, text } = place.dataset;
    this.main = place.querySelector(".x-cover-main");
    this.where = { base, digest, parts: Number(parts) };
    this.kinds = kinds;
    this.model = null;
    this.loading = null;
    this.state = { text, swapped: new Map() }; // position -> the word that the reader's sentence has there
    this.seen = null; // what follows from it, or from the last sentence that could be read
    this.problem = null; // why the latest could not
    this.original = []; // the translation with nothing exchanged
    this.last = null; // the latest exchange: { from, to, cosine }
    this.share = null; // of the weights, while they come
    this.failure = null;
    this.panels = {}; // name -> { refresh }
  }

  get text() {
    return this.state.text;
  }

  refresh(how) {
    for (const panel of Object.values(this.panels)) panel.refresh(how);
  }

  // ---------------------------------------------------------------- the model comes

  /** A promise of whether the model is there: asked for once, and again after a failure. */
  need() {
    if (this.model) return Promise.resolve(true);
    if (!this.loading) this.loading = this.fetch().finally(() => (this.loading = null));
    return this.loading;
  }

  async fetch() {
    [this.share, this.failure] = [0, null];
    this.panels.said.refresh();
    try {
      const bytes = await load(this.where, (share) => {
        this.share = share;
        this.panels.said.refresh();
      });
      await turn(); // decoding, and the first translation, are a pause each
      const model = new Translator(read(bytes));
      await turn();
      this.partner = partners(model, this.kinds);
      this.model = model;
      this.seen = look(model, this.text);
      this.original = this.seen.translation;
    } catch (problem) {
      this.failure = problem.reason || "broken";
      if (this.failure === "broken") console.error(problem);
    }
    this.share = null;
    this.panels.said.refresh();
    return !this.failure;
  }

  // ---------------------------------------------------------------- what the reader does

  /** What changes is seen, also on a phone, where the sentences to press stand below it. */
  show() {
    this.main.scrollIntoView({ block: "nearest", behavior: reducedMotion() ? "auto" : "smooth" });
  }

  /** Another sentence, read and translated from its first word on. */
  async translate(text) {
    this.wish = () => this.translate(text);
    if (!(await this.need())) return;
    const seen = look(this.model, text);
    this.problem = seen.problem;
    if (seen.problem) this.state = { ...this.state, text }; // the picture stays, and so do its words
    else {
      this.state = { text, swapped: new Map() };
      this.last = null;
      this.seen = seen;
      this.original = seen.translation;
    }
    this.refresh("build");
    this.show();
    announce(this.spoken);
  }

  /** One word for its partner, or back. */
  async swap(position) {
    this.wish = () => this.swap(position);
    if (!(await this.need())) return;
    const { read } = this.seen;
    const { swapped } = this.state;
    const from = read[position].word;
    const back = swapped.get(position);
    const other = back ? { word: back } : this.partner(from);
    if (!other) return;
    if (back) swapped.delete(position);
    else swapped.set(position, from);
    this.last = back ? null : { from, to: other.word, cosine: other.cosine };
    const text = read.map(({ word }, k) => (k === position ? other.word : word)).join(" ");
    this.state = { text, swapped };
    this.problem = null;
    this.seen = look(this.model, text);
    this.refresh("swap");
    this.show();
    announce(this.spoken);
  }

  /** What the reader wanted when the weights did not come. */
  again() {
    return (this.wish || (() => this.need()))();
  }

  // ---------------------------------------------------------------- what is said

  /** Of each word of the translation whether the exchange brought it. */
  get fresh() {
    const { translation } = this.seen;
    if (!this.state.swapped.size) return translation.map(() => false);
    return align(translation, this.original).right.map((kept) => !kept);
  }

  get spoken() {
    const { read, translation } = this.seen;
    if (this.problem) return t(`problems.${this.problem}`, { max: this.model.maxLength });
    return t("spoken", { source: read.map(({ word }) => word).join(" "), target: translation.join(" ") || "∅" });
  }
}
