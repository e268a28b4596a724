import { liveStates, type RunRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { hostName } from "../sys/index.js";

/** A process that launches tests of a run. */
export interface Runner {
  readonly host: string;
}

/** When a run may be moved. */
export interface QuietRule {
  /** Where the runs are. */
  readonly records: Records;
  /** The runners that are registered for a run; those of this host are alive. */
  runnersOf(run: RunRecord): Promise<readonly Runner[]>;
  /** `-age`: as it was given, and in seconds. */
  readonly age: { readonly text: string; readonly seconds: number } | undefined;
}

const activeStates = [...liveStates, "KILLREQ", "REMOVING", "CLEANING", "ARCHIVE_REMOVING"];

/** A runner on another host counts as dead when its run has not changed for so long. */
const deadRunnerSeconds = 1800;

/**
 * Why a run is not moved; undefined when it is quiet.
 *
 * @see spec 04 § 21
 */
export async function whyNotQuiet(run: RunRecord, { records, runnersOf, age }: QuietRule): Promise<string | undefined> {
  if (run.state === "locked") return "locked";
  const active = await records.tests(run.id, { states: activeStates });
  if (active.length > 0) return `${active.length} test(s) active`;
  const now = Date.now() / 1000;
  const lastActivity = await lastActivityOf(run, records);
  const isFresh = now - Math.max(lastActivity, run.last_update) < deadRunnerSeconds;
  const runner = (await runnersOf(run)).find(({ host }) => host === hostName() || isFresh);
  if (runner !== undefined) return `a runner is active on ${runner.host}`;
  if (age !== undefined && now - lastActivity < age.seconds) return `younger than ${age.text}`;
  return undefined;
}

async function lastActivityOf(run: RunRecord, records: Records): Promise<number> {
  const [span] = await records.runSpans([run.id]);
  return Math.max(run.event_time, span?.last_end ?? 0);
}
