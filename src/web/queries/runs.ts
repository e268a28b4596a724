import * as z from "zod/mini";
import type { RunRow, Window } from "../../view/index.js";
import { windowOf } from "./params.js";
import { query } from "./query.js";

/** A window of runs, newest first. Spec 06 § 19 */
export const runs = query(z.object(windowOf(100)), async (reader, { offset, limit }): Promise<Window<RunRow>> => {
  const all = (await reader.records.runs({})).reverse();
  const completed = await reader.completedIds();
  const rows = await reader.sums.rows(all.slice(offset, offset + limit));
  return { total: all.length, offset, items: rows.map((row) => (completed.has(row.id) ? { ...row, completed: true } : row)) };
});
