import * as z from "zod/mini";
import type { RunRecord } from "../../model/index.js";
import { countClasses, type RunRow, type Window } from "../../view/index.js";
import { windowOf } from "./params.js";
import { query } from "./query.js";
import type { Reader } from "./reader.js";

/** A window of runs, newest first. Spec 06 § 19 */
export const runs = query(z.object(windowOf(100)), async (reader, { offset, limit }): Promise<Window<RunRow>> => {
  const all = (await reader.records.runs({})).reverse();
  return { total: all.length, offset, items: await runRows(reader, all.slice(offset, offset + limit)) };
});

/** Runs with what their tests add up to. */
export async function runRows({ records }: Reader, shown: readonly RunRecord[]): Promise<RunRow[]> {
  const verdicts = await records.verdictCounts(shown.map(({ id }) => id));
  return shown.map((run) => {
    const own = verdicts.filter(({ run_id }) => run_id === run.id);
    const counts = countClasses(own);
    if (own.length === 0) return { ...run, counts };
    const duration = Math.max(...own.map(({ last_end }) => last_end)) - Math.min(...own.map(({ first_start }) => first_start));
    return { ...run, counts, duration };
  });
}
