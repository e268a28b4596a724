import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { summarizeSteps } from "../../../model/index.js";
import type { StepBounds } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";

/** As many bars are wide enough on a screen. */
const mostTests = 400;

const ids = z.pipe(
  z.string().check(z.regex(/^\d{1,15}(,\d{1,15})*$/, "must be ids of tests with commas between them")),
  z.transform((text) => text.split(",").slice(0, mostTests).map(Number)),
);

/** When the steps of some tests of a run began. */
export const runSteps = query(z.object({ ...runRef, ids }), async (reader, { ids: asked, ...ref }): Promise<StepBounds> => {
  const run = await reader.run(ref);
  const wanted = new Set(asked);
  const own = (await reader.records.tests(run.id, {})).filter(({ id }) => wanted.has(id)).map(({ id }) => id);
  const byTest = groupBy(await reader.records.listSteps(own), ({ test_id }) => test_id);
  return {
    tests: [...byTest].map(([id, rows]) => ({
      id,
      steps: summarizeSteps(rows).flatMap(({ stepname, start_time }) => (start_time === undefined ? [] : [{ stepname, from: start_time }])),
    })),
  };
});
