import * as z from "zod/mini";
import type { RunRecord } from "../../../model/index.js";
import { runnersOf } from "../../../schedule/index.js";
import { hostName } from "../../../sys/index.js";
import { countClasses, judge, type Missing, type RunRef, type RunView, willEnd } from "../../../view/index.js";
import { orMissing } from "../missing.js";
import { runRef } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { runsOfTarget } from "../results.js";
import { estimatedEnd } from "./estimate.js";

/** The head of a run's page. Spec 06 § 23 */
export const run = query(z.object(runRef), async (reader, ref): Promise<RunView> => viewOf(reader, ref, await reader.run(ref)));

/** The same, or what became of it. */
export const runPage = query(z.object(runRef), (reader, ref): Promise<RunView | Missing> => {
  return orMissing(reader, ref, async () => viewOf(reader, ref, await reader.run(ref)));
});

async function viewOf(reader: Reader, ref: RunRef, record: RunRecord): Promise<RunView> {
  const verdicts = await reader.records.verdictCounts([record.id]);
  const runs = await runsOfTarget(reader, ref.t);
  const place = runs.findIndex(({ id }) => id === record.id);
  const live = sum(verdicts.filter(willEnd));
  const estimate = live === 0 ? undefined : estimatedEnd(reader, record, runs.slice(0, Math.max(0, place)));
  const home = reader.home(record);
  const runners = await runnersOf(home.records, { target: home.run.target.join("/"), runname: ref.r });
  const started = verdicts.filter(({ state }) => state !== "NOT_STARTED");
  return {
    run: record,
    ...((await reader.completedIds()).has(record.id) && { completed: true as const }),
    counts: countClasses(verdicts),
    good: sum(verdicts.filter((verdict) => judge(verdict) === "good")),
    bad: sum(verdicts.filter((verdict) => judge(verdict) === "bad")),
    live,
    ...(started.length > 0 && {
      span: { from: Math.min(...started.map(({ first_start }) => first_start)), until: Math.max(...started.map(({ last_end }) => last_end)) },
    }),
    ...(estimate !== undefined && { estimate }),
    runners: runners.map(({ host, pid }) => ({ host, pid, seen: host === hostName() })),
    ...neighbours(runs, place),
  };
}

const sum = (counts: readonly { readonly count: number }[]) => counts.reduce((total, { count }) => total + count, 0);

function neighbours(runs: readonly RunRecord[], place: number): Pick<RunView, "previous" | "next"> {
  const refOf = (run: RunRecord): RunRef => ({ t: run.target.join("/"), r: run.runname });
  const [previous, next] = [place > 0 ? runs[place - 1] : undefined, runs[place + 1]];
  return { ...(previous && { previous: refOf(previous) }), ...(next && { next: refOf(next) }) };
}
