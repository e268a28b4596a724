import * as z from "zod/mini";
import { judge, leavesOf, type RunFailing } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";
import { byName } from "./tests.js";

/** One looks at these one after the other, not at more. */
const most = 5000;

/** The tests and items of a run that are not good, by name. */
export const runFailing = query(z.object(runRef), async (reader, ref): Promise<RunFailing> => {
  const run = await reader.run(ref);
  const bad = leavesOf(await reader.records.tests(run.id, {})).filter((test) => judge(test) === "bad");
  const items = bad.toSorted(byName).slice(0, most);
  return { items: items.map(({ testname, item_path, state, status }) => ({ testname, item_path, state, status })) };
});
