import type { LineChange } from "../../view/index.js";

/** Longer texts are compared line by line only where they begin and end alike. */
const mostLines = 2000;

/**
 * The lines that differ between two texts, in their order; a changed line is one removed and one added.
 *
 * @param before lines of the older text
 */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const [removed, added] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const common = removed.length > mostLines || added.length > mostLines ? [] : longestCommon(removed, added);
  const changes: LineChange[] = [];
  let [left, right] = [0, 0];
  for (const [nextLeft, nextRight] of [...common, [removed.length, added.length] as const]) {
    for (; left < nextLeft; left++) changes.push({ kind: "removed", line: start + left + 1, text: removed[left] ?? "" });
    for (; right < nextRight; right++) changes.push({ kind: "added", line: start + right + 1, text: added[right] ?? "" });
    left++;
    right++;
  }
  return changes;
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count]) count++;
  return count;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before.at(-1 - count) === after.at(-1 - count)) count++;
  return count;
}

/** Pairs of places of equal lines, as many as possible in order. */
function longestCommon(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  // lengths[i * width + j]: of the longest common part of left from i and right from j.
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
