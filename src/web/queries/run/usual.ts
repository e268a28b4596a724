import { fullName, type RunRecord, type TestName } from "../../../model/index.js";
import { judge, summarizeDurations } from "../../../view/index.js";
import type { Reader } from "../reader.js";
import { cellsOf } from "./cells.js";

/** So many earlier runs say how long a test usually takes. */
const runsLookedAt = 5;
/** What a run says is read anew after this time. */
const freshMs = 60_000;
const mostRuns = 50;

interface Durations {
  readonly read: number;
  readonly seconds: ReadonlyMap<string, number>;
}

const known = new WeakMap<Reader, Map<number, Durations>>();

/**
 * How long tests usually take, in seconds: the medians of the last runs.
 *
 * @param runs oldest first
 */
export function usualDurations(reader: Reader, runs: readonly RunRecord[]): (test: TestName) => number | undefined {
  const earlier = runs.slice(-runsLookedAt).map((run) => durationsOf(reader, run.id));
  return (test) => summarizeDurations(earlier.flatMap(({ seconds }) => seconds.get(fullName(test)) ?? []))?.median;
}

function durationsOf(reader: Reader, runId: number): Durations {
  const ofReader = known.get(reader) ?? new Map<number, Durations>();
  known.set(reader, ofReader);
  const before = ofReader.get(runId);
  if (before !== undefined && Date.now() - before.read < freshMs) return before;
  const judged = cellsOf(reader, runId).filter((test) => judge(test) !== "none");
  const durations = { read: Date.now(), seconds: new Map(judged.map((test) => [fullName(test), test.run_duration])) };
  ofReader.delete(runId);
  ofReader.set(runId, durations);
  for (const oldest of [...ofReader.keys()].slice(0, -mostRuns)) ofReader.delete(oldest);
  return durations;
}
