import * as z from "zod/mini";
import type { RunRow, Window } from "../../view/index.js";
import { windowOf } from "./params.js";
import { query } from "./query.js";

/** A window of runs, newest first. Spec 06 § 19 */
export const runs = query(z.object(windowOf(100)), async ({ records, sums }, { offset, limit }): Promise<Window<RunRow>> => {
  const all = (await records.runs({})).reverse();
  return { total: all.length, offset, items: await sums.rows(all.slice(offset, offset + limit)) };
});
