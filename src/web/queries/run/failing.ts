import * as z from "zod/mini";
import { judge, leavesOf, type RunFailing } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";
import { cellsOf } from "./cells.js";

/** One looks at these one after the other, not at more. */
const most = 5000;

/** The tests and items of a run that are not good, by name. */
export const runFailing = query(z.object(runRef), async (reader, ref): Promise<RunFailing> => {
  const run = await reader.run(ref);
  const bad = leavesOf(cellsOf(reader, run.id)).filter((test) => judge(test) === "bad");
  return { items: bad.slice(0, most).map(({ testname, item_path, state, status }) => ({ testname, item_path, state, status })) };
});
