import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { makeLog } from "../src/base/index.js";
import { type LocalRecords, type Move, openMoves, openRecords, type RunMoves } from "../src/store/index.js";
import type { Row } from "./kit.js";

// Moving runs of 1,000 tests with 3 steps each, while another process writes to another run. Beside it, plain SQL on the same rows, run by run, each on the disk
// before the next: once only the copy into one file, and once all that a move writes and deletes.

const testsPerRun = 1000;
const rowsPerRun = 1 + testsPerRun + 3 * testsPerRun;
/** 20,000 rows share the transactions on the slow disk. */
const runsPerBatch = 5;
const areaName = "bench";
const writerProgram = join(dirname(fileURLToPath(import.meta.url)), "moving-writer.ts");
const log = makeLog(
  (_level, line) => process.stderr.write(`${line}\n`),
  () => false,
);
const directory = mkdtempSync(join(tmpdir(), "megatest-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

interface Area {
  readonly toppath: string;
  readonly records: LocalRecords;
}

function open(toppath: string): LocalRecords {
  return openRecords({ toppath, areaName, keys: [{ name: "SYS", type: "TEXT" }], cacheRoot: `${toppath}-cache`, log, version: "1.6590-0000" });
}

async function makeArea(name: string): Promise<Area> {
  const toppath = join(directory, name);
  mkdirSync(toppath);
  return { toppath, records: open(toppath) };
}

/** An area with the runs to be moved, made as fast as possible. */
async function makeFullArea(name: string, runs: number): Promise<Area> {
  const { toppath, records } = await makeArea(name);
  await records.close();
  rmSync(`${toppath}-cache`, { recursive: true });
  fill(join(toppath, "megatest.db"), runs);
  return { toppath, records: open(toppath) };
}

function fill(file: string, runs: number): void {
  const db = new Database(file);
  const run = db.prepare("INSERT INTO runs (id, SYS, runname, state) VALUES (?, 'x', ?, 'new')");
  const test = db.prepare(
    `INSERT INTO tests (id, run_id, testname, item_path, state, status, host, uname, rundir, shortdir)
      VALUES (?, ?, ?, ?, 'COMPLETED', 'PASS', 'host1', 'Linux host1 5.10', ?, ?)`,
  );
  const step = db.prepare("INSERT INTO test_steps (test_id, stepname, state, status, event_time, logfile) VALUES (?, ?, 'end', '0', 1, ?)");
  db.transaction(() => {
    for (let runId = 1; runId <= runs; runId++) {
      run.run(runId, `r${runId}`);
      for (let index = 0; index < testsPerRun; index++) {
        const id = (runId - 1) * testsPerRun + index + 1;
        const links = `/links/x/r${runId}`;
        test.run(id, runId, `test${index % 10}`, `item/${index}`, `${links}/test${index % 10}/item/${index}`, links);
        for (const name of ["build", "run", "check"]) step.run(id, name, `${name}.log`);
      }
    }
  })();
  db.close();
}

const columns = (db: Database.Database, table: string) => db.pragma(`table_info(${table})`) as readonly { readonly name: string }[];

/** What is done for one run by plain SQL. */
interface PlainWork {
  readonly copies: number;
  readonly removals: number;
}

/** Seconds that plain SQL takes to copy all runs into so many files of our schema, and to delete them from so many. */
async function plain(source: Area, runs: number, { copies, removals }: PlainWork): Promise<number> {
  const name = `plain-${copies}-${removals}`;
  const targets = [];
  for (let index = 0; index < copies; index++) {
    const { toppath, records } = await makeArea(`${name}-copy-${index}`);
    await records.close();
    const db = new Database(join(toppath, "megatest.db"));
    db.prepare("ATTACH ? AS src").run(join(source.toppath, "megatest.db"));
    targets.push(copier(db));
  }
  const sources = [];
  for (let index = 0; index < removals; index++) {
    const file = join(directory, `${name}-removal-${index}.db`);
    const db = new Database(join(source.toppath, "megatest.db"));
    db.prepare("VACUUM INTO ?").run(file);
    db.close();
    sources.push(remover(new Database(file)));
  }
  const began = performance.now();
  for (let run = 1; run <= runs; run++) for (const work of [...targets, ...sources]) work(run);
  return (performance.now() - began) / 1000;
}

function copier(db: Database.Database): (run: number) => void {
  const insert = (table: string, where: string) => {
    const names = columns(db, table).map((column) => column.name);
    return db.prepare(`INSERT INTO main.${table} (${names.join(", ")}) SELECT ${names.join(", ")} FROM src.${table} WHERE ${where}`);
  };
  const statements = [
    insert("runs", "id = ?"),
    insert("tests", "run_id = ?"),
    insert("test_steps", "test_id IN (SELECT id FROM src.tests WHERE run_id = ?)"),
  ];
  return db.transaction((run: number) => {
    for (const statement of statements) statement.run(run);
  });
}

function remover(db: Database.Database): (run: number) => void {
  const statements = [
    "DELETE FROM test_steps WHERE test_id IN (SELECT id FROM tests WHERE run_id = ?)",
    "DELETE FROM tests WHERE run_id = ?",
    "DELETE FROM runs WHERE id = ?",
  ].map((sql) => db.prepare(sql));
  return db.transaction((run: number) => {
    for (const statement of statements) statement.run(run);
  });
}

type Way = (moves: RunMoves, batch: readonly number[]) => Promise<void>;

interface Measured {
  readonly seconds: number;
  /** Milliseconds that a writer to another run of the source waited for a write: 99 of 100 were done in that time. */
  readonly p99: number;
}

async function moveAll(source: Area, way: Way): Promise<Measured> {
  const ids = (await source.records.runs({ runname: "r%" })).map(({ id }) => id);
  const moves = await openMoves(source.records, { areaName, user: "bench" });
  const writer = await startWriter(source.toppath);
  const began = performance.now();
  while (ids.length > 0) await way(moves, ids.splice(0, runsPerBatch));
  const seconds = (performance.now() - began) / 1000;
  const p99 = await writer.stop();
  moves.close();
  return { seconds, p99 };
}

async function remove(moves: RunMoves, entries: readonly Move[]): Promise<Move[]> {
  const leaving = await moves.setPhase(entries, "remove");
  for (const entry of leaving) await moves.removeFromLive(entry);
  await moves.removeFromReference(leaving);
  return (await moves.removeFromArea(leaving)).removed;
}

const reduce =
  ({ toppath }: Area): Way =>
  async (moves, batch) => {
    const entries = await moves.begin("reduce", batch, toppath);
    await moves.copyToCompleted(entries);
    await remove(moves, entries);
  };

const moveTo =
  ({ toppath, records }: Area): Way =>
  async (moves, batch) => {
    const entries = await moves.begin("move", batch, toppath);
    const received = await moves.copyTo(records, entries);
    const come = entries.map((entry, index) => ({ ...entry, dest_run_id: idOf(received[index]) }));
    const gone = await remove(moves, come);
    await records.publishRuns(gone.map(({ move_id }) => move_id));
    await moves.setPhase(gone, "done");
  };

function idOf(received: Awaited<ReturnType<RunMoves["copyTo"]>>[number] | undefined): number {
  if (received === undefined || !("run_id" in received)) throw new Error(`not moved: ${received?.outcome}`);
  return received.run_id;
}

/** Another process that writes a step to another run every few milliseconds. */
async function startWriter(toppath: string): Promise<{ stop(): Promise<number> }> {
  const child = spawn(process.execPath, [...process.execArgv, writerProgram, toppath], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  await new Promise<void>((done) => {
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
      done();
    });
  });
  return {
    stop: () =>
      new Promise((done, fail) => {
        child.once("close", (code) => (code === 0 ? done(Number(output.split("\n")[1])) : fail(new Error(`the writer ended with ${code}`))));
        child.stdin.end();
      }),
  };
}

/** Moves so many runs, to the completed runs and to another area. */
export async function movingRuns(runs: number): Promise<Row[]> {
  const rate = (seconds: number) => `${Math.round((runs * rowsPerRun) / seconds).toLocaleString("en")} rows/s`;
  const [first, second, satellite] = [await makeFullArea("first", runs), await makeFullArea("second", runs), await makeArea("satellite")];
  const copy = await plain(first, runs, { copies: 1, removals: 0 });
  const asReduce = await plain(first, runs, { copies: 1, removals: 3 });
  const asMove = await plain(first, runs, { copies: 3, removals: 3 });
  const reduced = await moveAll(second, reduce(second));
  const moved = await moveAll(first, moveTo(satellite));
  const rows = (work: string, { seconds, p99 }: Measured, same: number, what: string): Row[] => [
    { work, figure: rate(seconds), baseline: `INSERT … SELECT into 1 file: ${rate(copy)}`, ratio: percent(copy, seconds), budget: "–" },
    { work: "the same", figure: rate(seconds), baseline: `${what}: ${rate(same)}`, ratio: percent(same, seconds), budget: "≥ 50 %" },
    { work: "writers meanwhile, 99 of 100", figure: `${p99.toFixed(0)} ms`, baseline: "–", ratio: "–", budget: "≤ 100 ms" },
  ];
  const table = [
    ...rows(`${runs} runs of ${rowsPerRun} rows to completed-runs.db`, reduced, asReduce, "INSERT into 1 file, DELETE from 3"),
    ...rows(`${runs} runs of ${rowsPerRun} rows to another area`, moved, asMove, "INSERT into 3 files, DELETE from 3"),
  ];
  for (const { records } of [first, second, satellite]) await records.close();
  return table;
}

const percent = (baseline: number, ours: number) => `${Math.round((100 * baseline) / ours)} %`;
