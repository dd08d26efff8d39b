/*
 * "Show as Python": lines that do with the downloaded script what the figure does, to the digits that it shows.
 * Explorables.asPython(session, state, notes) -> the program; `notes` are its comments in the page's language.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const quote = JSON.stringify; // a JSON string is a Python string

  function edit(session, change) {
    const row = (word) => `table[index[${quote(word)}]]`;
    if (change.kind === "zero") return [`${row(change.a)} = 0`];
    if (change.kind === "swap") {
      const [a, b] = [quote(change.a), quote(change.b)];
      return [`table[[index[${a}], index[${b}]]] = table[[index[${b}], index[${a}]]]`];
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

  Explorables.asPython = function (session, state, notes) {
    const seen = session.look(state);
    const { source, L } = session.model;
    const lines = [
      `# ${notes.first}`,
      "from pathlib import Path", "", "import torch", "", "import lstm_encoder_decoder as s2s", "",
      'model = s2s.Seq2Seq.load(Path("lstm_encoder_decoder.pt"))',
      `model.half().float().eval()  # ${notes.half}`,
      "torch.set_grad_enabled(False)", "",
    ];
    if (seen.problem) return [...lines, `print(model.translate(${quote(state.text)}))  # ${notes[seen.problem === "long" ? "long" : "problem"]}`].join("\n") + "\n";

    lines.push(
      `words = s2s.tokenize(${quote(state.text)}, model.source_vocabulary.words)`,
      "source, lengths = s2s.pad_batch([model.source_vocabulary.sentence_to_indices(words)])",
      "print(words, source[0].tolist())", "");
    const edits = state.edits.filter(({ a, b }) => source.index.has(a) && (b === undefined || source.index.has(b)));
    lines.push("table, index = model.encoder.embedding.weight, model.source_vocabulary.index");
    for (const change of edits) lines.push(...edit(session, change));
    lines.push("");

    if (state.pads) lines.push(`padded = torch.nn.functional.pad(source, (0, ${state.pads}), value=s2s.PAD)`);
    const padded = state.pads ? "padded" : "source";
    if (state.packed || !state.pads) lines.push(`_, (h, c) = model.encoder(${padded}, lengths)${state.pads ? `  # ${notes.packed}` : ""}`);
    else lines.push(`_, (h, c) = model.encoder.lstm(model.encoder.embedding(padded))  # ${notes.unpacked}`);
    if (L === 1) {
      const step = Math.min(state.read, seen.padded.length);
      lines.push("", `# ${notes.gates.replace("{step}", step).replace("{unit}", state.unit)}`,
        "lstm = model.encoder.lstm", "h_t, c_t = torch.zeros_like(h[0, 0]), torch.zeros_like(c[0, 0])",
        `for x in model.encoder.embedding(${padded})[0, :${step}]:`,
        "    a = lstm.weight_ih_l0 @ x + lstm.bias_ih_l0 + lstm.weight_hh_l0 @ h_t + lstm.bias_hh_l0",
        "    i, f, g, o = a.chunk(4)", "    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()",
        "    c_t = f * c_t + i * g", "    h_t = o * c_t.tanh()",
        `print("gates", *(f"{name}={v[${state.unit}]:.3f}" for name, v in zip("figcoh", (f, i, g, c_t, o, h_t))))`);
    }
    if (/h|both/.test(state.drop)) lines.push("", "h = torch.zeros_like(h)");
    if (/c|both/.test(state.drop)) lines.push(...(state.drop === "c" ? [""] : []), "c = torch.zeros_like(c)");
    lines.push(`print(f"context |h|={h[-1].norm():.2f} |c|={c[-1].norm():.2f}")`, "", "target = model.target_vocabulary");

    if (state.beam > 1) {
      lines.push(
        `# ${notes.beam.replace("{size}", state.beam)}`,
        "live, finished, rounds = [(0.0, [], (h, c))], [], 0",
        `while live and len(finished) < ${state.beam} and rounds < model.config.max_length:`,
        "    grown, rounds = [], rounds + 1",
        "    for log, ids, before in live:",
        "        logits, after = model.decoder(torch.tensor([[ids[-1] if ids else s2s.SOS]]), before)",
        `        best = logits[0, -1].log_softmax(-1).topk(${state.beam})`,
        "        grown += [(log + v, ids + [i], after) for v, i in zip(best.values.tolist(), best.indices.tolist())]",
        `    grown = sorted(grown, key=lambda one: -one[0])[:${state.beam}]`,
        "    finished += [one for one in grown if one[1][-1] == s2s.EOS]",
        "    live = [one for one in grown if one[1][-1] != s2s.EOS]",
        `score = lambda one: one[0] / len(one[1]) ** ${state.alpha}`,
        "for one in sorted(finished or live, key=score, reverse=True):",
        '    print(f"beam {score(one):.3f}", *target.indices_to_sentence(one[1]))');
    } else {
      const forced = [...seen.forced].sort(([a], [b]) => a - b).map(([step, id]) => `${step}: ${quote(session.model.target.words[id])}`);
      lines.push(
        `forced = {${forced.join(", ")}}${forced.length ? `  # ${notes.forced}` : ""}`,
        "word, state, written = s2s.SOS, (h, c), []",
        "while word != s2s.EOS and len(written) < model.config.max_length:",
        "    logits, state = model.decoder(torch.tensor([[word]]), state)",
        "    chances, best = logits[0, -1].softmax(-1).topk(5)",
        "    word = target.index[forced[len(written)]] if len(written) in forced else int(best[0])",
        "    written.append(word)",
        '    print(len(written), *(f"{target.words[i]} {p:.1%}" for i, p in zip(best.tolist(), chances.tolist())), sep="\\t")',
        'print("translation", *target.indices_to_sentence(written))');
    }
    return lines.join("\n") + "\n";
  };
})(globalThis);
