/*
 * The recording (publish/run/recording.py) as it comes, and as the figures want it: places added up, words apart.
 */

export function read(content) {
  let before = content.words.map(() => [0, 0]);
  const frames = content.frames.map((frame, k) => {
    before = content.moved[k].map(([dx, dy], id) => [before[id][0] + dx, before[id][1] + dy]);
    const written = frame.written.map((line) => line.split(" ").filter(Boolean));
    return { ...frame, written, places: before, kept: content.kept[k], length: content.length[k], alike: content.alike[k] };
  });
  const sentences = content.sentences.map(([part, source, truth]) => ({ part, source, truth: truth.split(" ") }));
  // Of all frames together: one scale for the whole run.
  const most = (end) => [0, 1].map((axis) => frames.flatMap(({ places }) => places.map((place) => place[axis])).reduce((one, other) => end(one, other), 0));
  return { ...content, frames, sentences, bounds: { low: most(Math.min), high: most(Math.max) }, lnV: Math.log(content.target_vocabulary) };
}

/** The same with some of its sentences alone. */
export function withSentences(lapse, chosen) {
  const frames = lapse.frames.map((frame) => ({ ...frame, written: chosen.map((n) => frame.written[n]) }));
  return { ...lapse, frames, sentences: chosen.map((n) => lapse.sentences[n]) };
}
