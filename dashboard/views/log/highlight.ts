import type { Span } from "./ansi.js";
import type { LogSearch, SearchWish } from "./log-search.js";

/** Start and end of a match, in characters of the line. */
export type Match = readonly [number, number];

export interface MarkedSpan extends Span {
  readonly isMatch: boolean;
}

/** Spans, cut where matches begin and end. */
export function withMatches(spans: readonly Span[], matches: readonly Match[]): readonly MarkedSpan[] {
  if (matches.length === 0) return spans.map((span) => ({ ...span, isMatch: false }));
  const marked: MarkedSpan[] = [];
  let column = 0;
  for (const span of spans) {
    const end = column + span.text.length;
    const edges = matches.flat().filter((edge) => edge > column && edge < end);
    const cuts = [column, ...[...new Set(edges)].toSorted((a, b) => a - b), end];
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      const text = span.text.slice(from - column, (cuts[index + 1] ?? end) - column);
      marked.push({ ...span, text, isMatch: matches.some(([start, stop]) => from >= start && from < stop) });
    }
    column = end;
  }
  return marked;
}

/** Finds plain text in a line; a regular expression is never tried here, where it could hold up the page. */
export function finder({ text, isRegex, matchCase }: SearchWish): ((line: string) => Match[]) | undefined {
  if (isRegex) return undefined;
  const expression = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), matchCase ? "g" : "gi");
  return (line) => Array.from(line.matchAll(expression), (match) => [match.index, match.index + match[0].length] as const);
}

/** What to highlight in a line: found here for plain text, as the server told for expressions. */
export function matchesOf(search: LogSearch): (number: number, text: string) => readonly Match[] {
  const wish = search.wish.value;
  if (wish === undefined) return () => [];
  const find = finder(wish);
  if (find !== undefined) return (_, text) => find(text);
  const told = new Map(search.hits.value.map(({ line, matches }) => [line, matches]));
  return (number) => told.get(number) ?? [];
}
