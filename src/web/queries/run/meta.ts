import { join } from "node:path";
import * as z from "zod/mini";
import { runDirectory } from "../../../area/index.js";
import { silentLog } from "../../../base/index.js";
import { readRunconfigs } from "../../../config/index.js";
import type { OriginVariable, RunMeta } from "../../../view/index.js";
import { maskerOf } from "../../masks.js";
import { runRef } from "../params.js";
import { query } from "../query.js";

/** What is known of a run beside its tests. Spec 06 § 23 */
export const runMeta = query(z.object(runRef), async (reader, ref, { level }): Promise<RunMeta> => {
  const run = await reader.run(ref);
  const { area, run: own } = reader.home(run);
  const mask = maskerOf(area, level);
  const tests = await reader.records.tests(run.id, {});
  const { toppath, env } = area;
  const runconfigs = readRunconfigs(join(toppath, "runconfigs.config"), {
    log: silentLog,
    env: { ...env },
    cwd: toppath,
    toppath,
    target: own.target,
  });
  const variables = new Map<string, OriginVariable>();
  // The section of the target wins over the default.
  for (const section of ["default", own.target.join("/")]) {
    for (const { name, value, line } of runconfigs.variables(section))
      variables.set(name, { name, ...mask(name, value), file: `runconfigs.config`, line });
  }
  return {
    run,
    database: join(toppath, "megatest.db"),
    directory: runDirectory(area.linktree, own.target, own.runname),
    variables: [...variables.values()],
    archives: [...new Set(tests.map(({ archived }) => archived))].filter((block) => block > 0),
  };
});
