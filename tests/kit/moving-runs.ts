import { expect, onTestFinished } from "vitest";
import type { TestDatum } from "../../src/model/index.js";
import { openMoves } from "../../src/store/moving/index.js";
import type { Move } from "../../src/store/moving/journal.js";
import type { MoveOp, Received } from "../../src/store/moving/receive.js";
import type { RunMoves } from "../../src/store/moving/run-moves.js";
import type { OpenOptions } from "../../src/store/open.js";
import type { LocalRecords, Records } from "../../src/store/records.js";
import { type TemporaryArea, temporaryArea } from "./temporary-area.js";

/** An area of its own whose records are open, for tests of moving runs. */
export interface OpenArea {
  readonly area: TemporaryArea;
  readonly records: LocalRecords;
  readonly moves: RunMoves;
}

/** Where runs go: maybe seen through a server. */
export type Destination = Pick<OpenArea, "area"> & { readonly records: Records };

export async function openArea(options?: Partial<OpenOptions>): Promise<OpenArea> {
  const area = temporaryArea();
  const records = area.open(options);
  onTestFinished(() => records.close());
  const moves = await openMoves(records, { areaName: "demo", user: "ann" });
  onTestFinished(() => moves.close());
  return { area, records, moves };
}

/** A run of target x/1 with three tests, steps, data and usage samples; returns its id. */
export async function addRun({ records }: OpenArea, runname: string, status = "PASS"): Promise<number> {
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  const names = ["", "i1", "i2"].map((item_path) => ({ testname: "a", item_path }));
  for (const { id } of await records.registerTests(runId, names)) {
    await records.recordStep(id, { stepname: "s1", state: "end", status: "0" });
    await records.addData(id, [datum("v1", 1.5), datum("v2", "n/a")]);
    await records.setVerdict(id, { state: "COMPLETED", status, comment: "it's fine" });
    await records.addUsage(id, { cpuload: 1, diskfree: 10, run_duration: 3 });
  }
  await records.setTestMeta({ testname: "a", author: "bo", owner: "", description: "", reviewed: "", tags: "", jobgroup: "default" });
  await records.refreshRunStats(runId);
  return runId;
}

function datum(variable: string, value: number | string): TestDatum {
  return { category: "c", variable, value, expected: null, tol: null, units: null, comment: "", status: "pass", type: null };
}

/** Steps 0 to 2: what became of the copies, and the entries with the ids at the destination. */
export async function copy(source: OpenArea, op: MoveOp, runIds: readonly number[], destination: Destination = source) {
  const begun = await source.moves.begin(op, runIds, destination.area.toppath);
  const received = await copyAgain(source, begun, destination);
  return { received, entries: begun.map((entry, index) => ({ ...entry, dest_run_id: idOf(received[index]) })) };
}

export function copyAgain({ moves }: OpenArea, entries: readonly Move[], destination: Destination): Promise<Received[]> {
  const op = entries[0]?.op ?? "move";
  if (op === "reduce") return moves.copyToCompleted(entries);
  return op === "restore" ? moves.copyFromCompleted(entries) : moves.copyTo(destination.records, entries);
}

const idOf = (result: Received | undefined) => (result !== undefined && "run_id" in result ? result.run_id : 0);

/** Steps 3 to 8. */
export async function leave({ moves }: OpenArea, entries: readonly Move[], destination: Destination): Promise<void> {
  const leaving = await moves.setPhase(entries, "remove");
  if (entries[0]?.op === "restore") {
    await moves.removeFromCompleted(leaving);
    return moves.drop(leaving);
  }
  for (const entry of leaving) expect(await moves.removeFromLive(entry)).toBe("removed");
  await moves.removeFromReference(leaving);
  const { removed, changed } = await moves.removeFromArea(leaving);
  expect(changed).toEqual([]);
  if (entries[0]?.op !== "move") return;
  await destination.records.publishRuns(removed.map(({ move_id }) => move_id));
  await moves.setPhase(removed, "done");
}

/** The whole way of some runs; their ids at the destination. */
export async function moveRuns(source: OpenArea, op: MoveOp, runIds: readonly number[], destination: Destination = source): Promise<number[]> {
  const { received, entries } = await copy(source, op, runIds, destination);
  expect(received.map(({ outcome }) => outcome)).toEqual(runIds.map(() => "copied"));
  await leave(source, entries, destination);
  return entries.map((entry) => entry.dest_run_id);
}

/** Live database, reference and area database. */
export const filesOf = ({ area: { place } }: OpenArea) => [place.liveFile, place.referenceFile, place.areaFile];

export function count({ area }: OpenArea, file: string, table: string, where = "1"): number {
  return Number(area.query(file, `SELECT count(*) AS count FROM ${table} WHERE ${where}`)[0]?.["count"]);
}

const synced = ["runs", "tests", "test_steps", "test_data", "run_stats", "metadat", "moved_in", "test_meta", "archive_disks", "archive_blocks"];

/** All three databases of an area have the same rows. */
export function expectEqual(area: OpenArea): void {
  for (const table of synced) {
    const [live, reference, areaRows] = filesOf(area).map((file) => area.area.query(file, `SELECT * FROM ${table} ORDER BY id`));
    expect(reference, `${table} of the reference`).toEqual(live);
    expect(areaRows, `${table} of the area database`).toEqual(live);
  }
  expect(area.area.lines.filter((line) => /ERROR|WARN/.test(line))).toEqual([]);
}
