/** Lines that are equal on both sides, in order; places count from 0. */
export interface EqualRun {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

interface Range {
  readonly left: number;
  readonly leftEnd: number;
  readonly right: number;
  readonly rightEnd: number;
}

/** Cells of the table by which a range without unique lines is compared; larger ones count as changed. */
const largestTable = 1_000_000;

/** A number for each text, the same for equal ones; with one map for both sides of a comparison. */
export function numbered(texts: readonly string[], numbers: Map<string, number>): Int32Array {
  return Int32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

/**
 * What two sequences have in common: what is unique on both sides is matched first, so that a block that moved or grew does not smear over others
 * (patience diff).
 *
 * @param left a number for each line; equal lines have equal numbers
 */
export function equalRuns(left: Int32Array, right: Int32Array): EqualRun[] {
  const runs: EqualRun[] = [];
  const waiting: Range[] = [{ left: 0, leftEnd: left.length, right: 0, rightEnd: right.length }];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) waiting.push(...divide(left, right, range, runs));
  return joined(runs.toSorted((a, b) => a.left - b.left));
}

/** Takes the equal lines at both ends of a range, and says which parts between are to be divided further. */
function divide(left: Int32Array, right: Int32Array, range: Range, runs: EqualRun[]): Range[] {
  let { left: a, leftEnd, right: b, rightEnd } = range;
  while (a < leftEnd && b < rightEnd && left[a] === right[b]) {
    a++;
    b++;
  }
  if (a > range.left) runs.push({ left: range.left, right: range.right, count: a - range.left });
  const end = leftEnd;
  while (leftEnd > a && rightEnd > b && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  if (end > leftEnd) runs.push({ left: leftEnd, right: rightEnd, count: end - leftEnd });
  if (a === leftEnd || b === rightEnd) return [];
  const inner = { left: a, leftEnd, right: b, rightEnd };
  const anchors = uniqueInBoth(left, right, inner);
  if (anchors.length > 0) return between(inner, anchors);
  for (const [i, j] of longestCommon(left, right, inner)) runs.push({ left: i, right: j, count: 1 });
  return [];
}

/** An anchor becomes the beginning of the part behind it. */
function between(range: Range, anchors: readonly (readonly [number, number])[]): Range[] {
  const starts = [[range.left, range.right] as const, ...anchors];
  return starts.map(([left, right], index) => {
    const [leftEnd, rightEnd] = starts[index + 1] ?? [range.leftEnd, range.rightEnd];
    return { left, leftEnd, right, rightEnd };
  });
}

/** Places of lines that occur once on each side, as many as are in the same order. */
function uniqueInBoth(left: Int32Array, right: Int32Array, { left: a, leftEnd, right: b, rightEnd }: Range): (readonly [number, number])[] {
  const places = onlyPlaces(right, b, rightEnd);
  const own = onlyPlaces(left, a, leftEnd);
  const pairs: [number, number][] = [];
  for (let i = a; i < leftEnd; i++) {
    const line = left[i] ?? 0;
    const j = places.get(line);
    if (j !== undefined && j >= 0 && own.get(line) === i) pairs.push([i, j]);
  }
  return increasing(pairs);
}

/** Where each number stands; −1 when at several places. */
function onlyPlaces(lines: Int32Array, from: number, to: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let index = from; index < to; index++) {
    const line = lines[index] ?? 0;
    places.set(line, places.has(line) ? -1 : index);
  }
  return places;
}

/** The longest part of the pairs whose second numbers increase. */
function increasing(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  // tops[k]: the pair that ends the best sequence of length k + 1.
  const tops: number[] = [];
  const before = new Int32Array(pairs.length);
  const second = (index: number | undefined) => pairs[index ?? 0]?.[1] ?? 0;
  for (let index = 0; index < pairs.length; index++) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (second(tops[middle]) < second(index)) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (tops[low - 1] ?? -1);
    tops[low] = index;
  }
  const chosen: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) chosen.push(pairs[index] ?? [0, 0]);
  return chosen.reverse();
}

/** Pairs of equal lines, as many as possible in order; none where the table would be too large. */
function longestCommon(left: Int32Array, right: Int32Array, { left: a, leftEnd, right: b, rightEnd }: Range): [number, number][] {
  const [rows, columns] = [leftEnd - a, rightEnd - b];
  if (rows * columns > largestTable) return [];
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] = left[a + i] === right[b + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < rows && j < columns; ) {
    if (left[a + i] === right[b + j]) pairs.push([a + i++, b + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function joined(runs: readonly EqualRun[]): EqualRun[] {
  const all: EqualRun[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last !== undefined && last.left + last.count === run.left && last.right + last.count === run.right) {
      all[all.length - 1] = { ...last, count: last.count + run.count };
    } else all.push(run);
  }
  return all;
}
