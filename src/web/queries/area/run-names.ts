import * as z from "zod/mini";
import type { RunNameRow } from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";

/** Run names, newest first; of one target `t` only, if it is given. */
export const runNames = query(z.object({ t: z.optional(z.string()), ...windowOf(5000) }), async ({ records }, { t, ...window }) => {
  const rows = new Map<string, RunNameRow>();
  for (const { runname, target, event_time } of (await records.runs({})).reverse()) {
    if (t !== undefined && target.join("/") !== t) continue;
    const row = rows.get(runname) ?? { runname, runs: 0, event_time };
    rows.set(runname, { ...row, runs: row.runs + 1 });
  }
  return part([...rows.values()], window);
});
