import { join } from "node:path";
import * as z from "zod/mini";
import type { TraceEntry, Window } from "../../../view/index.js";
import { endOf } from "../../act/jobs/job-file.js";
import { traceFile } from "../../act/trace.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

const text = z.optional(z.string());

/** What was done from the dashboard, newest first; of one test with `t`, `r`, `n`, `i`. Spec 06 § 32.5 */
export const trace = query(
  z.object({ ...windowOf(200), t: text, r: text, n: text, i: text }),
  (reader, { offset, limit, t: shown, r, n, i = "" }): Window<TraceEntry> => {
    // What is set in an area is told there, with the names that are used there.
    const { area, t } = shown === undefined ? { area: reader.area, t: undefined } : inArea(reader, shown);
    const all = endOf(join(area.toppath, traceFile)).split("\n").flatMap(entryIn).reverse();
    const isMeant = ({ test }: TraceEntry) =>
      n === undefined || (test?.n === n && test.i === i && (t === undefined || test.t === t) && (r === undefined || test.r === r));
    return part(all.filter(isMeant), { offset, limit });
  },
);

function inArea(reader: Reader, t: string) {
  const { area, run } = reader.home({ target: t.split("/"), runname: "" });
  return { area, t: run.target.join("/") };
}

function entryIn(line: string): TraceEntry[] {
  try {
    // It was written by this program; what a full disk has cut is no JSON.
    return line === "" ? [] : [JSON.parse(line) as TraceEntry];
  } catch {
    return [];
  }
}
