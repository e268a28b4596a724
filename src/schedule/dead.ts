import type { Log } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import { fireTriggers, testMarker, type VerdictServices } from "../execute/index.js";
import { fullName, type TestRecord, type Verdict } from "../model/index.js";
import type { ChangedTest, ProcessIdentity, Records } from "../store/index.js";
import { hostName, isAlive, killTree } from "../sys/index.js";

/**
 * Marks tests that gave no sign of life for `deadtime` seconds COMPLETED/DEAD and says so.
 *
 * @param runId only this run; absent: all runs
 * @see spec 02 § 17
 */
export async function markDeadTests(records: Records, deadtime: number, log: Log, runId?: number): Promise<TestRecord[]> {
  const dead = await records.markDead(deadtime, runId);
  if (dead.length > 0) log.warn(`Marking test(s); ${dead.map((test) => test.id).join(", ")} as INCOMPLETE`);
  return dead;
}

const markEveryMs = 900_000;

/** Looks after live tests that nobody answers for any more: settles orphans, marks the dead, and fires the triggers of both. */
export class LiveTestCare {
  readonly #services: VerdictServices;
  #markedAt = Date.now();

  constructor(services: VerdictServices) {
    this.#services = services;
  }

  /** All runs of the area; the number of tests that were settled or marked. */
  async lookAtAll(): Promise<number> {
    return (await this.#settleOrphans(undefined)) + (await this.#markDead(undefined));
  }

  /** One run, as often as you like: the dead are marked every 15 minutes only. */
  async lookAt(runId: number): Promise<void> {
    await this.#settleOrphans(runId);
    if (Date.now() - this.#markedAt >= markEveryMs) await this.#markDead(runId);
  }

  async #settleOrphans(runId: number | undefined): Promise<number> {
    const { area, records, log } = this.#services;
    const orphans = await recoverOrphans(records, area.toppath, runId);
    for (const orphan of orphans) {
      log.info(0, recoveryText(orphan));
      await fireTriggers(this.#services, 0, orphan.changed, false);
    }
    return orphans.length;
  }

  async #markDead(runId: number | undefined): Promise<number> {
    const { area, records, log } = this.#services;
    this.#markedAt = Date.now();
    const dead = await markDeadTests(records, settingNumber(area.config, "setup", "deadtime", log), log, runId);
    const changes = dead.map((test) => ({ before: { state: "RUNNING", status: test.status }, after: test }));
    await fireTriggers(this.#services, 0, changes, false);
    return dead.length;
  }
}

/** A live test whose owner was gone, and what became of it. */
export interface RecoveredTest {
  /** As it was found. */
  readonly test: TestRecord;
  readonly now: Verdict;
  /** All records that changed, for triggers. */
  readonly changed: readonly ChangedTest[];
}

/** One line for a user. */
export function recoveryText({ test, now }: RecoveredTest): string {
  return `${fullName(test)} was ${test.state} but its executor is gone: now ${now.state}/${now.status}`;
}

/**
 * Settles the live tests whose owner was a process of this host that is gone. A test that was only claimed can be launched again; of one that was
 * running all leftover processes are ended and it is INCOMPLETE; a kill request is fulfilled. Tests with an owner on another host, or with
 * none (handed to a batch system), are left to {@link markDeadTests}.
 *
 * @param runId only this run; absent: all runs
 * @see design § 6
 */
export async function recoverOrphans(records: Records, toppath: string, runId?: number): Promise<RecoveredTest[]> {
  const recovered: RecoveredTest[] = [];
  for (const { test, owner } of await records.liveTests(runId)) {
    if (owner === undefined || !isGone(owner)) continue;
    // First the processes, then the record: killed in between, we find the test again.
    if (test.state !== "LAUNCHED") await killTree([], { marker: testMarker(toppath, test.id), graceMs });
    const settled = settledVerdict(test.state);
    const changed = await records.setVerdict(test.id, settled, [test.state]);
    if (changed.length > 0) recovered.push({ test, now: { state: settled.state, status: settled.status }, changed });
  }
  return recovered;
}

/** Milliseconds for leftover processes to react to SIGTERM. */
const graceMs = 2000;

function isGone(owner: ProcessIdentity): boolean {
  return owner.pid > 0 && owner.host === hostName() && !isAlive(owner.pid, owner.started);
}

function settledVerdict(state: string): Verdict & { readonly comment?: string } {
  switch (state) {
    case "LAUNCHED":
      return { state: "NOT_STARTED", status: "n/a" };
    case "KILLREQ":
      return { state: "KILLED", status: "KILLED" };
    default:
      return { state: "INCOMPLETE", status: "KILLED", comment: "executor ended without a result" };
  }
}
