import { equalRuns, numbered } from "../../../src/view/index.js";
import type { Match } from "./highlight.js";

/** Longer lines are marked from their common beginning to their common end. */
const mostWords = 2000;
const word = /\p{L}+|\d+|\s+|./gu;

/** Which words of two lines differ. */
export function wordDiff(left: string, right: string): { readonly left: readonly Match[]; readonly right: readonly Match[] } {
  const words = [left.match(word) ?? [], right.match(word) ?? []] as const;
  if (words[0].length > mostWords || words[1].length > mostWords) return wholeDiff(left, right);
  const numbers = new Map<string, number>();
  const runs = equalRuns(numbered(words[0], numbers), numbered(words[1], numbers));
  return {
    left: gaps(
      words[0],
      runs.map(({ left: at, count }) => [at, count] as const),
    ),
    right: gaps(
      words[1],
      runs.map(({ right: at, count }) => [at, count] as const),
    ),
  };
}

/** What is not in the runs, in characters. */
function gaps(words: readonly string[], runs: readonly (readonly [number, number])[]): Match[] {
  const matches: Match[] = [];
  let [at, column] = [0, 0];
  const move = (to: number) => {
    const start = column;
    for (; at < to; at++) column += words[at]?.length ?? 0;
    return [start, column] as const;
  };
  for (const [start, count] of [...runs, [words.length, 0] as const]) {
    const gap = move(start);
    if (gap[1] > gap[0]) matches.push(gap);
    move(start + count);
  }
  return matches;
}

function wholeDiff(left: string, right: string): { readonly left: readonly Match[]; readonly right: readonly Match[] } {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  return { left: [[start, left.length - end]], right: [[start, right.length - end]] };
}
