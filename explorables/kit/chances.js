/*
 * From logits to probabilities, and to the likeliest words.
 */

export function logSoftmax(logits) {
  const logs = new Float64Array(logits.length);
  let largest = -Infinity;
  for (let k = 0; k < logs.length; k++) largest = Math.max(largest, logits[k]);
  let sum = 0;
  for (let k = 0; k < logs.length; k++) sum += Math.exp(logits[k] - largest);
  const shift = largest + Math.log(sum);
  for (let k = 0; k < logs.length; k++) logs[k] = logits[k] - shift;
  return logs;
}

export function softmax(logits) {
  const shares = logSoftmax(logits);
  for (let k = 0; k < shares.length; k++) shares[k] = Math.exp(shares[k]);
  return shares;
}

/** Indices of the `count` largest values, the largest first; of equals the first, as torch.argmax has it. */
export function top(values, count) {
  const found = [];
  for (let id = 0; id < values.length; id++) {
    let place = found.length;
    while (place > 0 && values[id] > values[found[place - 1]]) place--;
    if (place < count) {
      found.splice(place, 0, id);
      if (found.length > count) found.pop();
    }
  }
  return found;
}
