import { type Connection, isConstraint } from "../connection.js";
import { lastChange } from "../sync-state.js";
import { copyAsIs } from "./as-is.js";
import { attach } from "./attach.js";
import type { Home } from "./home.js";
import { type Arrival, type MoveOp, publish, type Received, receive, takeOut } from "./receive.js";
import { runTables, sharedColumns } from "./run-tables.js";

/** Entries of the change journal that one run made when it came. */
interface Came {
  readonly runId: number;
  readonly after: number;
  readonly to: number;
}

/**
 * Takes runs from another database of this host into the live database of an area, each in one transaction, and brings them to its area database. Done again it
 * does nothing.
 *
 * @param source the live database of another area for `move`, the completed runs of this one for `restore`
 * @returns what became of each
 * @see spec 04 § 23.5 step 1
 */
export async function receiveRuns(home: Home, source: string, arrivals: readonly Arrival[], op: MoveOp): Promise<Received[]> {
  const results: Received[] = [];
  const came: Came[] = [];
  attach(home.live, source, "src");
  try {
    for (const arrival of arrivals) {
      results.push(
        await home.writeLive((live) => {
          const after = lastChange(live);
          const result = receive(live, arrival, op);
          if (result.outcome === "copied") came.push({ runId: result.run_id, after, to: lastChange(live) });
          return result;
        }),
      );
    }
  } finally {
    home.live.run("DETACH src");
  }
  if (came.length > 0) await bring(home, came);
  await home.sync.push();
  return results;
}

/** Shows runs that have come; spec 04 § 23.5 step 7. Done again it does nothing, nor for a run that has moved on since. */
export async function publishRuns(home: Home, moveIds: readonly string[]): Promise<void> {
  await home.writeLive((live) => {
    for (const id of moveIds) publish(live, id);
  });
  await home.sync.push();
}

/** Takes runs out again that have come but were not published. */
export async function takeOutRuns(home: Home, moveIds: readonly string[]): Promise<void> {
  for (const id of moveIds) await home.writeLive((live) => takeOut(live, id));
  await home.sync.push();
}

/** As a push would, but all rows of a run at once. What stands in its way is left to the push. */
async function bring(home: Home, came: readonly Came[]): Promise<void> {
  try {
    await home.writeArea((area) => {
      bringBlocks(area);
      for (const { runId } of came) copyAsIs(area, runId, "live", "INSERT");
    });
  } catch (error) {
    if (!isConstraint(error)) throw error;
    await home.sync.push();
    await home.writeArea((area) => {
      for (const { runId } of came) bringSamples(area, runId);
    });
    return;
  }
  await home.writeReference((reference) => {
    for (const { runId } of came) copyAsIs(reference, runId, "live", "INSERT OR REPLACE");
  });
  await home.writeLive((live) => {
    const tables = runTables.map(({ name }) => `'${name}'`).join(", ");
    for (const { after, to } of came) live.run(`DELETE FROM changes WHERE seq > ? AND seq <= ? AND op = 'insert' AND tbl IN (${tables})`, after, to);
  });
}

function bringBlocks(area: Connection): void {
  for (const table of ["archive_disks", "archive_blocks"]) {
    const columns = sharedColumns(area, table, "live").join(", ");
    area.run(`INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM live.${table}`);
  }
}

/** Usage samples are not synced. */
function bringSamples(area: Connection, runId: number): void {
  const columns = sharedColumns(area, "test_rundat", "live").join(", ");
  area.run(
    `INSERT OR IGNORE INTO main.test_rundat (${columns}) SELECT ${columns} FROM live.test_rundat WHERE test_id IN (SELECT id FROM live.tests WHERE run_id = ?)`,
    runId,
  );
}
