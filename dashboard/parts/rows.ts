/** How rows are ordered: `+id` up, `-id` down. */
export type Sort = `${"+" | "-"}${string}`;

type Sortable = string | number | undefined;

const collator = new Intl.Collator("en", { numeric: true });

/** Rows in the order of a sort; what has no value comes last, of equals the order stays. */
export function sorted<R>(rows: readonly R[], sort: Sort | undefined, valueBy: (id: string) => ((row: R) => Sortable) | undefined): readonly R[] {
  const value = sort && valueBy(sort.slice(1));
  if (value === undefined) return rows;
  const sign = sort?.startsWith("-") ? -1 : 1;
  return [...rows].sort((a, b) => compare(value(a), value(b), sign));
}

function compare(a: Sortable, b: Sortable, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
}

/** Where a key leads from a row; undefined when it does not move. `page`: rows on the screen. */
export function moved(key: string, from: number, count: number, page: number): number | undefined {
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}
