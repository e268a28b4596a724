import * as z from "zod/mini";
import { fullName, type RunRecord } from "../../../model/index.js";
import {
  type Diff,
  type DiffGroup,
  type DiffRow,
  type DiffSide,
  differenceOf,
  diffGroups,
  groupOfDifference,
  isOtherDuration,
  judge,
  type Pair,
  type RunRef,
  willEnd,
} from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import { runsOfTarget } from "../results.js";
import type { ResultsReader } from "../results-reader.js";
import type { CellRow } from "../run/cells.js";
import { compared, sides } from "./sides.js";

/** Rows of one answer, so that it stays below what answers may hold. */
const most = 4000;
/** A row says no more of a comment. */
const longestComment = 120;

const params = z.object({
  ...sides,
  ...windowOf(most),
  /** What is left out: `clean`, or nothing. */
  hide: z._default(z.enum(["clean", "none"]), "clean"),
  /** One group only, or those whose durations differ. */
  only: z.optional(z.enum([...diffGroups, "durations"] as const)),
  /** Text in the name of test and item. */
  find: z._default(z.string(), ""),
});

/** How one run differs from another. Spec 06 § 27 */
export const diff = query(params, async (reader: ResultsReader, { src, dst, hide, only, find, ...window }): Promise<Diff> => {
  const runs = await compared(reader, { src, dst });
  const rows = runs.pairs.map(rowOf);
  const counts = Object.fromEntries(diffGroups.map((name) => [name, 0])) as Record<DiffGroup, number>;
  for (const { group } of rows) counts[group]++;
  const words = find.toLowerCase();
  const shown = rows.filter((row) => isMeant(row, hide, only) && fullName(row).toLowerCase().includes(words));
  return {
    ...part(shown, { ...window, limit: Math.min(most, window.limit) }),
    src: sideOf(runs.src, runs.pairs, "src"),
    dst: sideOf(runs.dst, runs.pairs, "dst"),
    counts,
    otherDurations: rows.filter(hasOtherDuration).length,
    ...(await earlier(reader, runs.dst)),
  };
});

function rowOf({ testname, item_path, src, dst }: Pair<CellRow>): DiffRow {
  const difference = differenceOf(src, dst);
  const comment = dst?.comment || src?.comment || "";
  return {
    ...{ testname, item_path, ...difference },
    group: groupOfDifference(difference),
    ...(src !== undefined && { src: verdictOf(src) }),
    ...(dst !== undefined && { dst: verdictOf(dst) }),
    comment: comment.length > longestComment ? `${comment.slice(0, longestComment)}…` : comment,
  };
}

const verdictOf = ({ state, status, run_duration }: CellRow) => ({ state, status, run_duration });

function isMeant(row: DiffRow, hide: "clean" | "none", only: DiffGroup | "durations" | undefined): boolean {
  if (only === "durations") return hasOtherDuration(row);
  return only === undefined ? hide === "none" || row.group !== "clean" : row.group === only;
}

/** What has a result in both, else one would compare times of which one still grows. */
function hasOtherDuration({ group, src, dst }: DiffRow): boolean {
  const both = !["not-in-src", "not-in-dest", "incomplete"].includes(group);
  return both && src !== undefined && dst !== undefined && isOtherDuration(src.run_duration, dst.run_duration);
}

function sideOf(run: RunRecord, pairs: readonly Pair<CellRow>[], side: "src" | "dst"): DiffSide {
  const live = pairs.filter((pair) => pair[side] !== undefined && willEnd(pair[side])).length;
  return { run: refOf(run), event_time: run.event_time, live };
}

const refOf = (run: RunRecord): RunRef => ({ t: run.target.join("/"), r: run.runname });

/** Of the target of a run: the run before it, and the newest before it in which something was good and nothing bad or unfinished. */
async function earlier(reader: ResultsReader, run: RunRecord): Promise<Pick<Diff, "previous" | "lastGood">> {
  const runs = await runsOfTarget(reader, run.target.join("/"));
  const before = runs
    .slice(
      0,
      runs.findIndex(({ id }) => id === run.id),
    )
    .reverse();
  const [previous] = before;
  const lastGood = await firstOf(before, (candidate) => isAllGood(reader, candidate));
  return { ...(previous && { previous: refOf(previous) }), ...(lastGood && { lastGood: refOf(lastGood) }) };
}

async function firstOf<T>(values: readonly T[], holds: (value: T) => Promise<boolean>): Promise<T | undefined> {
  for (const value of values) if (await holds(value)) return value;
  return undefined;
}

async function isAllGood({ records }: ResultsReader, { id }: RunRecord): Promise<boolean> {
  const verdicts = await records.verdictCounts([id]);
  const judgements = verdicts.map(judge);
  return judgements.includes("good") && !judgements.includes("bad") && !verdicts.some(willEnd);
}
