/*
 * Runs in Node at build time, after views.js: the still pictures for readers without JavaScript, of the first, a middle
 * and the last frame. Reads { languages, recording } from standard input, writes { zh: { full, home }, en: … } as JSON.
 */
(function () {
  "use strict";
  const { define, strings, timelapseViews: views, svg } = globalThis.Explorables;
  const { languages, recording } = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const lapse = views.read(recording);
  const WIDTH = 220;
  const last = lapse.frames.length - 1;
  // The first time that the script itself looked at the validation pairs: half of the words right, hardly a sentence.
  const frames = [0, lapse.frames.findIndex(({ step }) => step === recording.history[0].step), last];

  function stills(language) {
    define("training-timelapse", languages[language]);
    const t = strings("training-timelapse");
    const key = views.KINDS.map((kind) => {
      const symbol = `<svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" class="x-kind-${kind}"><path class="x-mark" d="${views.mark(kind, 0, 0, 4.6)}"></path></svg>`;
      return `<li>${symbol} ${t(`kinds.${kind}`)}</li>`;
    }).join("");
    const pictures = (chosen) => frames.map((k) => {
      const written = chosen.map((n) => `<div class="x-lapse-one">${views.sentenceView(t, lapse.sentences[n], lapse.frames[k].written[n])}</div>`).join("");
      return `<div>${views.stillMap(t, WIDTH, lapse, k)}<p class="x-status">${svg.escape(views.frameWords(t, lapse, k).status)}</p>${written}</div>`;
    }).join("");
    const many = lapse.sentences.length;
    const whole = (chosen) => `<div class="x-lapse-stills">${pictures(chosen)}</div><ul class="x-key">${key}</ul>`;
    return { full: whole([2, many - 1].filter((n) => n < many)), home: whole([2]) };
  }

  process.stdout.write(JSON.stringify(Object.fromEntries(Object.keys(languages).map((language) => [language, stills(language)]))));
})();
