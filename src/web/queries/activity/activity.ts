import * as z from "zod/mini";
import { groupBy, parseDuration, silentLog } from "../../../base/index.js";
import { settingNumber } from "../../../config/index.js";
import type { RunRecord, TestRecord } from "../../../model/index.js";
import { livingRunners } from "../../../schedule/index.js";
import { hostName } from "../../../sys/index.js";
import { type ActiveTest, type Activity, leavesOf, type RunnerRow } from "../../../view/index.js";
import type { Home } from "../home.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { runsOfTarget } from "../results.js";
import { usualDurations } from "../run/usual.js";
import { sourceConfigs } from "../testconfigs.js";
import { launchGates } from "./gates.js";

/** Without a start by then, the host of a launched test is not waited for any more; seconds. Spec 02 § 17 */
const launchedForLong = 86_400;

/** What is going on in the area. Spec 06 § 31.2 */
export const activity = query(z.object({}), async (reader): Promise<Activity> => {
  const deadtime = settingNumber(reader.area.config, "setup", "deadtime", silentLog);
  const [live, runners]: [ActiveTest[], RunnerRow[]] = [[], []];
  for (const home of reader.homes) {
    live.push(...(await liveTests(reader, home, deadtime)));
    runners.push(...(await runnersIn(home)));
  }
  return { live: live.toSorted((a, b) => a.event_time - b.event_time), runners, gates: await launchGates(reader.own), deadtime };
});

async function runnersIn({ records, shownTarget }: Home): Promise<RunnerRow[]> {
  return (await livingRunners(records)).map(({ target, runname, host, pid, owner, testpatt }) => {
    return { run: { t: shownTarget(target), r: runname }, host, pid, owner, testpatt, seen: host === hostName() };
  });
}

async function liveTests(reader: Reader, { records, shownId }: Home, deadtime: number): Promise<ActiveTest[]> {
  const live = (await records.liveTests()).map(({ test }) => test);
  const rows: ActiveTest[] = [];
  for (const [runId, tests] of groupBy(live, ({ run_id }) => run_id)) {
    const run = await reader.records.run(shownId(runId));
    if (run === undefined) continue;
    const about = await aboutTests(reader, run);
    for (const test of leavesOf(tests)) {
      // Its items may all have ended, or none of them may have begun.
      const isTopLevel = test.item_path === "" && (await records.itemCount(runId, test.testname)) > 0;
      if (!isTopLevel) rows.push({ ...liveTest(test, run, deadtime), ...about(test) });
    }
  }
  return rows;
}

function liveTest({ testname, item_path, state, status, host, event_time, run_duration }: TestRecord, run: RunRecord, deadtime: number): ActiveTest {
  const lastSign = event_time + Math.max(0, run_duration);
  const silence = Date.now() / 1000 - lastSign;
  return {
    ...{ testname, item_path, state, status, host, event_time, lastSign },
    run: { t: run.target.join("/"), r: run.runname },
    isStuck: silence > (state === "LAUNCHED" ? launchedForLong : deadtime),
  };
}

/** How long tests of a run usually take, and how long they may. */
async function aboutTests(reader: Reader, run: RunRecord): Promise<(test: TestRecord) => Pick<ActiveTest, "usual" | "limit">> {
  const others = (await runsOfTarget(reader, run.target.join("/"))).filter(({ id }) => id !== run.id);
  const usualOf = usualDurations(reader, others);
  const home = reader.home(run);
  const { configOf } = sourceConfigs(home.area, home.run);
  return (test) => {
    const usual = usualOf(test);
    const text = configOf(test.testname)?.lookup("requirements", "runtimelim") ?? home.area.config.lookup("setup", "runtimelim");
    const limit = text === undefined ? undefined : parseDuration(text);
    return { ...(usual !== undefined && { usual }), ...(limit !== undefined && { limit }) };
  };
}
