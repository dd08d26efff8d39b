/**
 * A matrix times a vector, which is where both microscopes spend most of their time.
 *
 * out += matrix [rows, columns] · vector; four rows at a time, which is half as fast again as one. On
 * one page always the same kinds of arrays: for others beside them a browser compiles it to half that speed.
 */
export function product(out, matrix, vector) {
  const columns = vector.length;
  const blocks = out.length - (out.length % 4);
  for (let row = 0; row < blocks; row += 4) {
    const a = row * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let k = 0; k < columns; k++) {
      const x = vector[k];
      sumA += matrix[a + k] * x;
      sumB += matrix[b + k] * x;
      sumC += matrix[c + k] * x;
      sumD += matrix[d + k] * x;
    }
    out[row] += sumA;
    out[row + 1] += sumB;
    out[row + 2] += sumC;
    out[row + 3] += sumD;
  }
  for (let row = blocks; row < out.length; row++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += matrix[row * columns + k] * vector[k];
    out[row] += sum;
  }
  return out;
}
