/*
 * The context: (h, c) on its way from encoder to decoder.
 */
import { largest } from "../../kit/geometry.js";
import { bars, figure, path, tag, text } from "../../kit/svg.js";

/** view: { h, c, drop, words } */
export function contextView(t, width, view) {
  const { h, c, drop, words } = view;
  const box = Math.min(92, width * 0.21);
  const span = { box, width, left: box + 22, right: width - box - 22 };
  const parts = [
    side(0.5, box, t("context.encoder"), words),
    side(width - box - 0.5, box, t("context.decoder"), ["<sos>", "↓", "?"]),
    lane("h", h, 66, 1, "q-hidden", drop, span),
    lane("c", c, 122, Math.max(1, largest(c)), "q-cell", drop, span),
    text(width / 2, 180, t("context.sum", { count: 2 * h.length }), { class: "x-small x-quiet", "text-anchor": "middle" }),
  ];
  return figure(width, 190, t("context.label", { count: 2 * h.length, drop: t(`context.drops.${drop}`) }), parts);
}

function side(x, box, title, words) {
  const lines = words.slice(0, 4).map((word, k) => (k === 3 && words.length > 4 ? "…" : word));
  return [
    tag("rect", { x, y: 46, width: box, height: 112, rx: 8, class: "x-body" }),
    text(x + box / 2, 38, title, { class: "x-axis-title", "text-anchor": "middle" }),
    lines.map((word, k) => text(x + box / 2, 72 + 22 * k, word, { class: "x-small", "text-anchor": "middle" })),
  ];
}

/** One of the two vectors that cross, or do not. */
function lane(name, values, y, scale, colour, drop, { box, width, left, right }) {
  const cut = drop === name || drop === "both";
  return [
    path([[box + 2, y], [width - box - 3, y]], { class: `x-cable q-context${cut ? " x-cut" : " x-lit-part"}` }),
    bars(left, y - 20, right - left, 40, values, { scale, class: colour }),
    text(left + 3, y - 24, `${name} · ${values.length}`, { class: "x-small q-name" }),
    cut ? text((left + right) / 2, y + 5, "✂ 0", { class: "x-word x-halo x-strong-text", "text-anchor": "middle" }) : "",
  ];
}
