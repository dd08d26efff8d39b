/*
 * "Show as Python": lines that do with the downloaded script what the figure does, to the digits that it shows.
 */

const quote = JSON.stringify; // a JSON string is a Python string

function edit(session, change) {
  const row = (word) => `table[index(${quote(word)})]`;
  if (change.kind === "zero") return [`${row(change.a)} = 0`];
  if (change.kind === "swap") {
    const [a, b] = [quote(change.a), quote(change.b)];
    return [`table[[index(${a}), index(${b})]] = table[[index(${b}), index(${a})]]`];
  }
  if (change.kind === "mix") {
    const kept = Math.round(100 * (1 - change.share)) / 100;
    return [`${row(change.a)} = ${kept} * ${row(change.a)} + ${change.share} * ${row(change.b)}`];
  }
  const numbers = Array.from(session.shift(change), String);
  const lines = [];
  while (numbers.length) lines.push("    " + numbers.splice(0, 12).join(", ") + ",");
  return [`${row(change.a)} += torch.tensor([`, ...lines, "])"];
}

/** The program for a state; `notes` are its comments in the page's language. */
export function asPython(session, state, notes) {
  const seen = session.look(state);
  const parts = seen.problem
    ? [`print(translator.translate(${quote(state.text)}))  # ${notes[seen.problem === "long" ? "long" : "problem"]}`]
    : [
      ...source(session, state), ...encoder(state, notes), ...(session.model.L === 1 ? gates(state, seen, notes) : []), ...context(state),
      ...(state.beam > 1 ? beam(state, notes) : greedy(session.model, seen, notes)),
    ];
  return [...start(notes), ...parts].join("\n") + "\n";
}

const start = (notes) => [
  `# ${notes.first}`,
  "import torch", "", "import lstm_encoder_decoder as s2s", "",
  'translator = s2s.Translator.load("lstm_encoder_decoder.pt")',
  `model = translator.model.half().float().eval()  # ${notes.half}`,
  "torch.set_grad_enabled(False)", "",
];

/** The sentence, and the table as the reader changed it. */
function source(session, { text, edits }) {
  const { index } = session.model.source;
  const known = edits.filter(({ a, b }) => index.has(a) && (b === undefined || index.has(b)));
  return [
    `words = s2s.tokenize(${quote(text)}, translator.source_vocabulary)`,
    "source, lengths = s2s.pad_batch([translator.source_indices(words)])",
    "print(words, source[0].tolist())", "",
    "table, index = model.encoder.embedding.weight, translator.source_vocabulary.words.index",
    ...known.flatMap((change) => edit(session, change)),
    "",
  ];
}

const padded = ({ pads }) => (pads ? "padded" : "source");

function encoder(state, notes) {
  const lines = state.pads ? [`padded = torch.nn.functional.pad(source, (0, ${state.pads}), value=s2s.PAD)`] : [];
  if (state.packed || !state.pads) return [...lines, `_, (h, c) = model.encoder(${padded(state)}, lengths)${state.pads ? `  # ${notes.packed}` : ""}`];
  return [...lines, `_, (h, c) = model.encoder.lstm(model.encoder.embedding(padded))  # ${notes.unpacked}`];
}

/** One unit's gates at a step, by the equations. */
function gates(state, seen, notes) {
  const step = Math.min(state.read, seen.padded.length);
  return [
    "", `# ${notes.gates.replace("{step}", step).replace("{unit}", state.unit)}`,
    "lstm = model.encoder.lstm", "h_t, c_t = torch.zeros_like(h[0, 0]), torch.zeros_like(c[0, 0])",
    `for x in model.encoder.embedding(${padded(state)})[0, :${step}]:`,
    "    a = lstm.weight_ih_l0 @ x + lstm.bias_ih_l0 + lstm.weight_hh_l0 @ h_t + lstm.bias_hh_l0",
    "    i, f, g, o = a.chunk(4)", "    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()",
    "    c_t = f * c_t + i * g", "    h_t = o * c_t.tanh()",
    `print("gates", *(f"{name}={v[${state.unit}]:.3f}" for name, v in zip("figcoh", (f, i, g, c_t, o, h_t))))`,
  ];
}

function context({ drop }) {
  const zeroed = { none: [], h: ["h"], c: ["c"], both: ["h", "c"] }[drop].map((name) => `${name} = torch.zeros_like(${name})`);
  return [...(zeroed.length ? ["", ...zeroed] : []), `print(f"context |h|={h[-1].norm():.2f} |c|={c[-1].norm():.2f}")`, "", "target = translator.target_vocabulary"];
}

const beam = ({ beam: size, alpha }, notes) => [
  `# ${notes.beam.replace("{size}", size)}`,
  "live, finished, rounds = [(0.0, [], (h, c))], [], 0",
  `while live and len(finished) < ${size} and rounds < translator.config.max_length:`,
  "    grown, rounds = [], rounds + 1",
  "    for log, ids, before in live:",
  "        logits, after = model.decoder(torch.tensor([[ids[-1] if ids else s2s.SOS]]), before)",
  `        best = logits[0, -1].log_softmax(-1).topk(${size})`,
  "        grown += [(log + v, ids + [i], after) for v, i in zip(best.values.tolist(), best.indices.tolist())]",
  `    grown = sorted(grown, key=lambda one: -one[0])[:${size}]`,
  "    finished += [one for one in grown if one[1][-1] == s2s.EOS]",
  "    live = [one for one in grown if one[1][-1] != s2s.EOS]",
  `score = lambda one: one[0] / len(one[1]) ** ${alpha}`,
  "for one in sorted(finished or live, key=score, reverse=True):",
  '    print(f"beam {score(one):.3f}", *target.indices_to_sentence(one[1]))',
];

function greedy({ target }, seen, notes) {
  const forced = [...seen.forced].sort(([a], [b]) => a - b).map(([step, id]) => `${step}: ${quote(target.words[id])}`);
  return [
    `forced = {${forced.join(", ")}}${forced.length ? `  # ${notes.forced}` : ""}`,
    "word, state, written = s2s.SOS, (h, c), []",
    "while word != s2s.EOS and len(written) < translator.config.max_length:",
    "    logits, state = model.decoder(torch.tensor([[word]]), state)",
    "    chances, best = logits[0, -1].softmax(-1).topk(5)",
    "    word = target.words.index(forced[len(written)]) if len(written) in forced else int(best[0])",
    "    written.append(word)",
    '    print(len(written), *(f"{target.words[i]} {p:.1%}" for i, p in zip(best.tolist(), chances.tolist())), sep="\\t")',
    'print("translation", *target.indices_to_sentence(written))',
  ];
}
