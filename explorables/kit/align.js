/*
 * Two sentences word by word: what they share, in its order.
 */

/** Of each word whether it belongs to the longest common subsequence with the other sentence, and how many do. */
export function align(words, other) {
  const rows = words.length;
  const columns = other.length;
  const best = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i][j] = words[i] === other[j] ? 1 + best[i + 1][j + 1] : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const right = new Array(rows).fill(false);
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (words[i] === other[j]) {
      right[i++] = true;
      j++;
    } else if (best[i + 1][j] >= best[i][j + 1]) i++;
    else j++;
  }
  return { right, matched: best[0][0] };
}
