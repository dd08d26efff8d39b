import { product } from "./product.js";

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/**
 * One layer of torch.nn.LSTM: (x, hBefore, cBefore) -> { i, f, g, o, c, h, cBefore, hBefore }. `layer` is the end of its
 * names: 0, 1, …, or "0_reverse" for the other direction. The rows of i, f, g, o lie one below the other in this order.
 */
export function lstmLayer(tensors, name, layer) {
  const [inputWeights, stateWeights, inputBias, stateBias] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(
    (kind) => tensors[`${name}.${kind}_l${layer}`].values);
  const H = stateWeights.length / inputBias.length;
  const bias = Float64Array.from(inputBias, (value, k) => value + stateBias[k]);

  return function (x, hBefore, cBefore) {
    const gates = product(product(bias.slice(), inputWeights, x), stateWeights, hBefore);
    const [i, f, g, o, c, h] = Array.from({ length: 6 }, () => new Float64Array(H));
    for (let k = 0; k < H; k++) {
      i[k] = sigmoid(gates[k]);
      f[k] = sigmoid(gates[H + k]);
      g[k] = Math.tanh(gates[2 * H + k]);
      o[k] = sigmoid(gates[3 * H + k]);
      c[k] = f[k] * cBefore[k] + i[k] * g[k];
      h[k] = o[k] * Math.tanh(c[k]);
    }
    return { i, f, g, o, c, h, cBefore, hBefore };
  };
}
