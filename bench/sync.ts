import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { silentLog } from "../src/base/index.js";
import { Connection } from "../src/store/connection.js";
import { openRecords, type Records } from "../src/store/index.js";
import { bin, median, type Row, seconds, withArea } from "./kit.js";

const megatest = join(bin, "megatest");
const testsPerRun = 1000;
const ms = (value: number) => `${value.toFixed(1)} ms`;

interface Measured {
  readonly push: number;
  readonly list: number;
  readonly node: number;
  /** Of all records, and the longest time meanwhile in which this program did nothing else. */
  readonly comparison: number;
  readonly standstill: number;
}

/** How long it takes to push 100 changed rows, to compare all, and to list a run, with so many tests recorded; in milliseconds. */
async function measured(tests: number): Promise<Measured> {
  return withArea({}, async (path) => {
    seconds(megatest, ["-list-runs", "%"], { cwd: path });
    fill(join(path, "megatest.db"), tests);
    const records = openRecords({ toppath: path, areaName: path.split("/").at(-1) ?? "", log: silentLog, version: "1.65" });
    const push = await pushTimes(records);
    const { comparison, standstill } = await comparisonTimes(records);
    await records.close();
    const list: number[] = [];
    const node: number[] = [];
    for (let round = 0; round < 9; round++) {
      list.push(seconds(megatest, ["-list-runs", "r5"], { cwd: path }) * 1000);
      node.push(seconds(process.execPath, ["-e", "0"]) * 1000);
    }
    return { push: median(push), list: median(list), node: median(node), comparison, standstill };
  });
}

/** Records of runs as a 1.65 would have left them. */
function fill(file: string, tests: number): void {
  const area = new Connection(file, { busyTimeoutMs: 5000 });
  area.exec(`
    PRAGMA synchronous = OFF;
    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${tests / testsPerRun})
      INSERT INTO runs (id, SYS, runname, state, status, owner) SELECT n, 'x', 'r' || n, 'new', 'n/a', 'ann' FROM n;
    WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${tests - 1})
      INSERT INTO tests (id, run_id, testname, item_path, state, status, host, uname, rundir, run_duration)
        SELECT n + 1, n / ${testsPerRun} + 1, 'test' || (n % 10), 'item' || (n / 10 % 100), 'COMPLETED', 'PASS', 'host', 'Linux', '/proj/links/x/r/test' || n, 12 FROM n;
  `);
  area.close();
}

async function pushTimes(records: Records): Promise<number[]> {
  await records.sync();
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    await records.setVerdicts(Array.from({ length: 100 }, (_, index) => ({ id: round * 997 + index * 7 + 1, comment: `changed ${round}` })));
    const began = performance.now();
    await records.sync({ ifDue: true });
    times.push(performance.now() - began);
  }
  return times;
}

async function comparisonTimes(records: Records): Promise<{ comparison: number; standstill: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await records.sync({ full: true });
  return { comparison: performance.now() - began, standstill: delay.max / 1e6 };
}

/** The cost of a push, and of a listing, must not depend on what exists. */
export async function largeDatabase(few: number, many: number): Promise<Row[]> {
  const [small, large] = [await measured(few), await measured(many)];
  return [
    {
      work: `push of 100 changed rows, ${many} tests recorded`,
      figure: ms(large.push),
      baseline: `with ${few}: ${ms(small.push)}`,
      ratio: `${(large.push / small.push).toFixed(2)} ×`,
      budget: "≤ 50 ms, independent of the size",
    },
    {
      work: `comparison of all ${many} tests in three databases, every hour`,
      figure: `${(large.comparison / 1000).toFixed(1)} s, ${ms(large.standstill)} at a stretch`,
      baseline: `with ${few}: ${ms(small.comparison)}`,
      ratio: `${(large.comparison / small.comparison / (many / few)).toFixed(2)} × per row`,
      budget: "some tens of ms at a stretch",
    },
    {
      work: `\`-list-runs\` of one run of ${testsPerRun} tests, ${many} recorded`,
      figure: ms(large.list),
      baseline: `\`node -e 0\`: ${ms(large.node)}`,
      ratio: `${(large.list / large.node).toFixed(2)} ×`,
      budget: "≤ 3 ×",
    },
  ];
}
