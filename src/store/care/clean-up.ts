import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../../base/index.js";
import { metadataOf, openAreaDatabase, setMetadata } from "../area-database.js";
import { activityOf } from "../area-facts.js";
import { Connection, epochNow } from "../connection.js";
import { exclusively, runInTurns } from "../exclusive.js";
import { isNextAfter, stampOf } from "../file-version.js";
import { createLiveSchema } from "../live-schema.js";
import { completedFile, withCompleted } from "../moving/completed-runs.js";
import { Home } from "../moving/home.js";
import { type OpenOptions, openForCare } from "../open.js";
import { completeSchema, dropUpdateTriggers, type Key } from "../schema.js";
import type { Sync } from "../sync.js";
import { adjustTarget } from "./adjust-target.js";
import { type JunkRemoval, removeJunk } from "./junk.js";

export interface CleanUpOptions extends OpenOptions {
  readonly keys: readonly Key[];
  /** Also while tests run. */
  readonly force: boolean;
  /** Also what can be removed from the completed runs. */
  readonly fullDb: boolean;
}

/**
 * Brings the schema of all three databases up to date, and the target keys to those of the configuration; makes the databases the same, removes junk, gives the
 * space back. The completed runs get the schema too. Nothing else should use the area meanwhile: see `withMaintenanceLock`.
 *
 * @throws Failure `busy` while tests run, and as `openRecords`
 * @see spec 04 § 2.2 and § 7
 */
export async function cleanUpDatabases(options: CleanUpOptions): Promise<JunkRemoval> {
  return withSync(options, async (sync) => {
    await sync.run({ compare: "always" });
    refuseWhileTestsRun(options);
    await renew(sync, options);
    await sync.run({ compare: "always" });
    const removal = removeJunk(sync.live);
    await sync.run({ compare: "if-changed" });
    await giveSpaceBack(sync);
    const ofCompleted = await tidyCompleted(sync, options.fullDb);
    return { before: removal.before + ofCompleted.before, after: removal.after + ofCompleted.after };
  });
}

/**
 * Takes over what is in the area database: it stands wherever the live one was changed too. What only the live database has, and was never pushed, stays.
 *
 * @throws Failure as {@link cleanUpDatabases}
 * @see spec 04 § 7, `-import-megatest.db`
 */
export async function importAreaDatabase(options: CleanUpOptions): Promise<JunkRemoval> {
  return withSync(options, async (sync) => {
    refuseWhileTestsRun(options);
    await sync.run({ compare: "always", areaWins: true });
    const area = openAreaDatabase(sync.place.areaFile, sync.live.options);
    const removal = await runInTurns(exclusively(sync.place.lockFile, sync.live.options.busyTimeoutMs, () => removeJunk(area))).finally(() =>
      area.close(),
    );
    await sync.run({ compare: "always", areaWins: true });
    return removal;
  });
}

async function tidyCompleted(sync: Sync, isThorough: boolean): Promise<JunkRemoval> {
  const nothing = { before: 0, after: 0 };
  if (!existsSync(completedFile(dirname(sync.place.areaFile)))) return nothing;
  const home = new Home(sync);
  try {
    return await withCompleted(home, (completed) => {
      if (!isThorough) return nothing;
      const removal = removeJunk(completed);
      completed.exec("VACUUM");
      return removal;
    });
  } finally {
    home.close();
  }
}

async function withSync<T>(options: CleanUpOptions, work: (sync: Sync) => Promise<T>): Promise<T> {
  const sync = openForCare(options);
  try {
    return await work(sync);
  } finally {
    await sync.close();
    sync.live.close();
  }
}

/** A test without a sign of life for so long is dead, or waits in a batch queue. */
const livesSeconds = 1800;

function refuseWhileTestsRun({ toppath, force }: CleanUpOptions): void {
  const living = activityOf(toppath).live.filter(({ last_sign }) => Math.abs(epochNow() - last_sign) < livesSeconds);
  const [first] = living;
  if (first === undefined || force) return;
  const name = [first.run, first.testname, ...(first.item_path === "" ? [] : [first.item_path])].join("/");
  throw new Failure("busy", `${living.length} test(s) running, e.g. ${name} (${first.state}): wait for their end, or use -force`);
}

async function renew({ live, place, log }: Sync, options: CleanUpOptions): Promise<void> {
  const area = openAreaDatabase(place.areaFile, live.options);
  const reference = new Connection(place.referenceFile, live.options);
  try {
    const work = () => {
      for (const db of [area, reference, live]) {
        adjustTarget(db, options.keys, log);
        dropUpdateTriggers(db);
        completeSchema(db, options.keys, options.version);
      }
      createLiveSchema(live, "");
      if (metadataOf(live, "MEGATEST_VERSION") !== options.version) live.write(() => setMetadata(live, "MEGATEST_VERSION", options.version));
    };
    await runInTurns(exclusively(place.lockFile, live.options.busyTimeoutMs, work));
  } finally {
    area.close();
    reference.close();
  }
}

async function giveSpaceBack({ live, place, log }: Sync): Promise<void> {
  const area = openAreaDatabase(place.areaFile, live.options);
  const reference = new Connection(place.referenceFile, live.options);
  try {
    const work = () => {
      const before = stampOf(place.areaFile)?.text ?? "";
      for (const db of [area, reference, live]) db.exec("VACUUM");
      const after = stampOf(place.areaFile);
      if (after !== undefined && isNextAfter(before, after))
        live.run("UPDATE sync_state SET area_stamp = ? WHERE area_stamp = ?", after.text, before);
    };
    await runInTurns(exclusively(place.lockFile, live.options.busyTimeoutMs, work));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(`the databases keep their size: ${error.message}`);
  } finally {
    area.close();
    reference.close();
  }
}
