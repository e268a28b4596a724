import type { LiveEvent, LiveRun, LiveTest, RunRef, TestRef } from "../../view/index.js";

/** Many events as few: what happened to a test or run several times is told as it is at last. Runs come before their tests. */
export function merged(events: readonly LiveEvent[]): LiveEvent[] {
  const runs = new Map<number, LiveRun>();
  const tests = new Map<string, LiveTest>();
  const followed = { steps: new Map<string, TestRef>(), data: new Map<string, TestRef>() };
  const jobs = new Map<string, LiveEvent>();
  const counted = new Map<string, RunRef>();
  const latest = new Map<"filled" | "areas", LiveEvent>();
  for (const event of events) {
    if (event.kind === "run") for (const run of event.runs) runs.set(run.id, { ...run, kind: laterKind(runs.get(run.id)?.kind, run.kind) });
    else if (event.kind === "tests") for (const test of event.tests) tests.set(keyOf(test), later(tests.get(keyOf(test)), test));
    else if (event.kind === "steps" || event.kind === "data") for (const test of event.tests) followed[event.kind].set(keyOf(test), test);
    else if (event.kind === "counts") for (const { t, r } of event.runs) counted.set(JSON.stringify([t, r]), { t, r });
    else if (event.kind === "job") jobs.set(event.id, event);
    else if (event.kind === "filled" || event.kind === "areas") latest.set(event.kind, event);
  }
  return [
    ...(runs.size > 0 ? [{ kind: "run", runs: [...runs.values()] } as const] : []),
    ...(tests.size > 0 ? [{ kind: "tests", tests: [...tests.values()] } as const] : []),
    ...(["steps", "data"] as const).flatMap((kind) => (followed[kind].size > 0 ? [{ kind, tests: [...followed[kind].values()] }] : [])),
    ...(counted.size > 0 ? [{ kind: "counts", runs: [...counted.values()] } as const] : []),
    ...jobs.values(),
    ...latest.values(),
  ];
}

function later(before: LiveTest | undefined, now: LiveTest): LiveTest {
  if (before === undefined) return now;
  const { was: _, ...rest } = now;
  return { ...rest, kind: laterKind(before.kind, now.kind), ...(before.was !== undefined && { was: before.was }) };
}

type Kind = LiveRun["kind"];

/** New and changed at once is new: whoever hears of it has not heard of it before. */
function laterKind(before: Kind | undefined, now: Kind): Kind {
  return before === "new" && now === "changed" ? "new" : now;
}

const keyOf = ({ t, r, n, i }: TestRef) => JSON.stringify([t, r, n, i]);
