import { groupBy, Heap } from "../../base/index.js";
import { type Bar, endOfBar } from "./bars.js";

/** How the bars of a run are put into rows. Spec 06 § 28 */
export const rowings = ["packed", "test", "host", "group", "critical"] as const;

export type Rowing = (typeof rowings)[number];

/** Rows that belong together. */
export interface Band {
  /** Empty when there is only one. */
  readonly title: string;
  readonly first: number;
  readonly count: number;
}

export interface BarRows {
  /** The row of each bar. */
  readonly rowOf: readonly number[];
  readonly count: number;
  readonly bands: readonly Band[];
}

/**
 * Rows in which no two bars overlap: in each band a bar takes the first row that is free when it starts. A live bar keeps its row to itself, so that nothing
 * moves while it grows.
 *
 * @param bars by start
 * @param critical ids of the tests of the critical path, first to last; each has a row of its own then
 */
export function rowsOfBars(bars: readonly Bar[], rowing: Rowing, critical: readonly number[] = []): BarRows {
  const rowOf = new Array<number>(bars.length).fill(0);
  const bands: Band[] = [];
  let count = 0;
  for (const { title, members, isStair } of bandsOf(bars, rowing, critical)) {
    const first = count;
    const placed = isStair ? members.map((_, step) => step) : firstFreeRows(members.map((at) => bars[at]).filter((bar) => bar !== undefined));
    placed.forEach((row, nth) => {
      rowOf[members[nth] ?? 0] = first + row;
      count = Math.max(count, first + row + 1);
    });
    bands.push({ title, first, count: count - first });
  }
  return { rowOf, count, bands };
}

interface Members {
  readonly title: string;
  /** Places in the list of bars. */
  readonly members: readonly number[];
  /** Each in a row of its own. */
  readonly isStair?: true;
}

function bandsOf(bars: readonly Bar[], rowing: Rowing, critical: readonly number[]): Members[] {
  const all = bars.map((_, at) => at);
  switch (rowing) {
    case "packed":
      return [{ title: "", members: all }];
    case "test":
      return grouped(bars, ({ testname }) => testname);
    case "host":
      return grouped(bars, ({ host }) => host || "no host").sort(byTitle);
    case "group":
      return grouped(bars, ({ jobgroup }) => jobgroup || "no job group").sort(byTitle);
    case "critical": {
      const place = new Map(critical.map((id, nth) => [id, nth]));
      const onPath = all
        .filter((at) => place.has(bars[at]?.id ?? 0))
        .sort((a, b) => (place.get(bars[a]?.id ?? 0) ?? 0) - (place.get(bars[b]?.id ?? 0) ?? 0));
      const others = all.filter((at) => !place.has(bars[at]?.id ?? 0));
      return [
        ...(onPath.length > 0 ? [{ title: "Critical path", members: onPath, isStair: true as const }] : []),
        ...(others.length > 0 ? [{ title: "Other tests", members: others }] : []),
      ];
    }
  }
}

/** By first start. */
function grouped(bars: readonly Bar[], titleOf: (bar: Bar) => string): Members[] {
  const groups = groupBy(
    bars.map((bar, at) => ({ title: titleOf(bar), at })),
    ({ title }) => title,
  );
  return [...groups].map(([title, members]) => ({ title, members: members.map(({ at }) => at) }));
}

const collator = new Intl.Collator("en", { numeric: true });
const byTitle = (a: Members, b: Members) => collator.compare(a.title, b.title);

function firstFreeRows(bars: readonly Bar[]): number[] {
  const free = new Heap<number>((a, b) => a < b);
  const taken = new Heap<{ readonly row: number; readonly until: number }>((a, b) => a.until < b.until);
  let rows = 0;
  return bars.map((bar) => {
    for (let next = taken.peek(); next !== undefined && next.until <= bar.from; next = taken.peek()) {
      taken.pop();
      free.push(next.row);
    }
    const row = free.pop() ?? rows++;
    // What takes no time has its moment to itself.
    taken.push({ row, until: Math.max(bar.from + 1, endOfBar(bar, Number.POSITIVE_INFINITY)) });
    return row;
  });
}
