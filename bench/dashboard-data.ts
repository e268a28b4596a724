import { silentLog } from "../src/base/index.js";
import { Connection } from "../src/store/connection.js";
import { openRecords } from "../src/store/index.js";
import { placeOf } from "../src/store/place.js";

export interface DataSize {
  readonly runs: number;
  /** Tests of a run, items included. */
  readonly tests: number;
  /** Items of a test. */
  readonly items: number;
}

const keys = [
  { name: "SYS", type: "TEXT" },
  { name: "RELEASE", type: "TEXT" },
];
const units = ["cache", "decode", "alu", "noc", "ddr", "pcie", "usb", "gpu", "isp", "boot", "power", "clock", "dma", "crypto", "uart", "timer"];
const kinds = ["smoke", "random", "stress", "directed", "formal", "gate", "timing", "coverage", "regress", "perf"];
const ends = ["FAIL", "WARN", "WAIVED", "SKIP", "CHECK", "ABORT", "DEAD", "PREQ_FAIL"];
const comments = [
  "sim failed: timeout waiting for response",
  "scoreboard mismatch at 0x4000_1f00",
  "disk full",
  "assertion axi_rsp_valid failed",
  "see bug 4711",
];

/** The same numbers each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Fills the live database of an area that has no runs yet, past all rules: the newest run is still going on, others have some failures of every kind. */
export async function fillArea(toppath: string, areaName: string, size: DataSize, now = Math.floor(Date.now() / 1000)): Promise<void> {
  const records = openRecords({ toppath, areaName, keys, log: silentLog, version: "1.6590-bench" });
  const { liveFile } = placeOf(toppath, areaName);
  const db = new Connection(liveFile, { busyTimeoutMs: 60_000 });
  const random = randomNumbers(7);
  const names = namesOf(size);
  const stubborn = names.map(() => (random() < 0.02 ? 0.8 : random() < 0.05 ? 0.3 : 0.004));
  db.exec("PRAGMA synchronous = OFF");
  for (let run = 0; run < size.runs; run++) db.write(() => insertRun(db, { run, size, names, stubborn, random, now }));
  db.close();
  await records.close();
}

interface Filling {
  readonly run: number;
  readonly size: DataSize;
  readonly names: readonly (readonly [string, string])[];
  /** How likely each test fails. */
  readonly stubborn: readonly number[];
  readonly random: () => number;
  readonly now: number;
}

function insertRun(db: Connection, { run, size, names, stubborn, random, now }: Filling): void {
  const start = now - (size.runs - run) * 43_200 + Math.floor(random() * 3600);
  const target = [["ubuntu", "rhel"][Math.floor(run / 3) % 2] ?? "", ["v1.2", "v1.3"][Math.floor(run / 8) % 2] ?? ""];
  const isLast = run === size.runs - 1;
  const id = db.insert(
    "INSERT INTO runs (SYS, RELEASE, runname, state, status, owner, event_time, comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ...target,
    `${run % 7 === 0 ? "weekly" : "nightly"}-${String(run).padStart(3, "0")}`,
    ...[run % 11 === 5 ? "locked" : "new", "n/a", "ann", start, run % 13 === 2 ? "release candidate" : ""],
  );
  names.forEach(([testname, itemPath], at) => {
    if (random() < 0.01) return;
    const [state, status] = isLast && at > names.length * 0.55 ? pending(random) : ended(random, stubborn[at] ?? 0);
    const comment = status === "FAIL" ? (comments[Math.floor(random() * comments.length)] ?? "") : "";
    db.run(
      `INSERT INTO tests (run_id, testname, item_path, state, status, event_time, run_duration, host, comment, rundir, uname, final_logf)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'Linux', 'logs/final.log')`,
      ...[id, testname, itemPath, state, status, start + at, Math.floor(20 + random() * random() * 3000), `bx${10 + (at % 24)}`, comment],
      `/work/links/${target.join("/")}/${id}/${testname}/${itemPath}`,
    );
  });
}

function ended(random: () => number, likely: number): [string, string] {
  const luck = random();
  if (luck < likely) return ["COMPLETED", "FAIL"];
  if (luck > 0.992) return random() < 0.4 ? ["KILLED", "KILLED"] : ["COMPLETED", ends[Math.floor(random() * ends.length)] ?? "FAIL"];
  return luck > 0.985 ? ["ARCHIVED", "PASS"] : ["COMPLETED", "PASS"];
}

function pending(random: () => number): [string, string] {
  const states = ["NOT_STARTED", "NOT_STARTED", "NOT_STARTED", "RUNNING", "RUNNING", "LAUNCHED", "REMOTEHOSTSTART"];
  const state = states[Math.floor(random() * states.length)] ?? "NOT_STARTED";
  return state === "NOT_STARTED" && random() < 0.1 ? [state, "PREQ_FAIL"] : [state, "n/a"];
}

function namesOf({ tests, items }: DataSize): [string, string][] {
  const names: [string, string][] = [];
  for (let test = 0; names.length < tests; test++) {
    const testname = `${units[test % units.length]}_${kinds[Math.floor(test / units.length) % kinds.length]}${test >= 160 ? `_${Math.floor(test / 160)}` : ""}`;
    names.push([testname, ""]);
    for (let item = 1; item <= items && names.length < tests; item++) names.push([testname, `cfg${item % 4}/seed${String(item).padStart(3, "0")}`]);
  }
  return names;
}
