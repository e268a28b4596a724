import * as z from "zod/mini";
import { datumStatus, type RunRecord } from "../../../model/index.js";
import { parseFilter, runMatcher, type Series, type SeriesAnswer, type SeriesPoint, summarizeSeries, thinned } from "../../../view/index.js";
import { query } from "../query.js";
import { isBad } from "../test/data.js";
import { type Measured, measuredIn, rowMatcher, unitsOf } from "./measured.js";

const mostRuns = 2000;
/** As many curves can be told apart in a picture, with some effort. */
const mostSeries = 24;
/** Spec 06 § 19 */
const mostPoints = 5000;
const longestText = 200;

const text = z._default(z.string(), "");
const moment = z.optional(z.coerce.number());

const params = z.object({
  ...{ target: text, run: text, test: text, since: text, until: text },
  /** Comma list of `category/variable`, LIKE patterns. */
  var: z.string(),
  /** So many of the newest runs. */
  last: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(mostRuns))),
  /** Also what log rules have written. */
  rules: z.optional(z.literal("1")),
  /** A part of time, of the start of runs; epoch seconds. */
  ...{ from: moment, to: moment },
});

/** Measured values over runs. Spec 06 § 30 */
export const series = query(params, async (reader, { var: variables, rules, last = reader.historyLimit, from, to, ...rest }, { signal }) => {
  const { filter } = parseFilter(rest);
  const fitting = (await reader.records.runs({})).filter(runMatcher(filter, Date.now() / 1000));
  const looked = fitting.toSorted((a, b) => a.event_time - b.event_time || a.id - b.id).slice(-last);
  const groups = new Map<string, Group>();
  const known: RunRecord[] = [];
  const isShown = ({ event_time }: RunRecord) => event_time >= (from ?? Number.NEGATIVE_INFINITY) && event_time <= (to ?? Number.POSITIVE_INFINITY);
  for await (const measured of measuredIn(reader, looked, { test: filter.test, isWanted: rowMatcher(variables, rules === "1") }, signal)) {
    if (measured.row.value === null || measured.row.value === "") continue;
    if (known.at(-1) !== measured.run) known.push(measured.run);
    if (isShown(measured.run)) addTo(groups, measured, known.length - 1);
  }
  return answerOf(groups, known, { looked: looked.length, last });
});

interface Group extends Omit<Series, "points" | "count" | "summary"> {
  readonly points: SeriesPoint[];
}

function addTo(groups: Map<string, Group>, { run, testname, item_path, row }: Measured, at: number): void {
  const t = run.target.join("/");
  const [category, variable] = [row.category, row.variable];
  const key = JSON.stringify([t, testname, item_path, category, variable]);
  const group = groups.get(key);
  // A variable that changed its unit has that of the newest value.
  const points = group?.points ?? [];
  const status = datumStatus(row);
  points.push({
    run: at,
    value: typeof row.value === "string" ? row.value.slice(0, longestText) : (row.value ?? ""),
    expected: row.expected,
    tol: row.tol,
    status,
    bad: isBad({ ...row, status }),
  });
  groups.set(key, { t, n: testname, i: item_path, category, variable, units: unitsOf(row), points });
}

function answerOf(
  groups: ReadonlyMap<string, Group>,
  runs: readonly RunRecord[],
  { looked, last }: Pick<SeriesAnswer, "looked" | "last">,
): SeriesAnswer {
  const all = [...groups.values()].map((group) => withSummary(group)).toSorted(byNeed);
  const shown = all.slice(0, mostSeries);
  const each = Math.floor(mostPoints / Math.max(1, shown.length));
  const [first, newest] = [runs[0], runs.at(-1)];
  return {
    runs: runs.map(({ target, runname, event_time }) => ({ t: target.join("/"), r: runname, event_time })),
    series: shown.map((one) => ({
      ...one,
      points: thinned(
        one.points,
        each,
        ({ value }) => (typeof value === "number" ? value : 0),
        ({ bad }) => bad,
      ),
    })),
    total: all.length,
    ...(first !== undefined && newest !== undefined && { span: { from: first.event_time, until: newest.event_time } }),
    looked,
    last,
  };
}

function withSummary(group: Group): Series {
  const summary = summarizeSeries(group.points);
  return { ...group, count: group.points.length, ...(summary !== undefined && { summary }) };
}

/** Outside first, then those that are about to leave; else by name. */
function byNeed(a: Series, b: Series): number {
  return rankOf(a) - rankOf(b) || names.compare(nameOf(a), nameOf(b));
}

const names = new Intl.Collator("en", { numeric: true });
const nameOf = ({ t, n, i, category, variable }: Series) => [category, variable, n, i, t].join("/");

function rankOf({ points, summary }: Series): number {
  if (points.at(-1)?.bad === true) return 0;
  return summary?.leaves_in === undefined ? 2 : 1;
}
