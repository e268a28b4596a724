import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardSpeed } from "./dashboard.js";
import { logSpeed } from "./dashboard-log.js";
import { bareLoop, bin, command, jobs, median, peakMemory, type Row, seconds, withArea } from "./kit.js";
import { movingRuns } from "./moving.js";
import { serverWrites } from "./server.js";
import { largeDatabase } from "./sync.js";

const megatest = join(bin, "megatest");
const oneStep = "[ezsteps]\nonly true\n";
const runArgs = ["-run", "-target", "x", "-runname", "r1", "-testpatt", "%", "-run-wait"];
const two = (value: number) => value.toFixed(2);

/** Many independent tests against a bare loop and Snakemake. */
async function independentTests(count: number): Promise<Row[]> {
  const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`tests/t${String(index).padStart(5, "0")}/testconfig`, oneStep]));
  const ours = await withArea(files, (path) => command(megatest, runArgs, path));
  const bare = await bareLoop(count);
  const rate = count / ours;
  const rows: Row[] = [
    {
      work: `${count} independent one-step tests`,
      figure: `${rate.toFixed(0)} tests/s`,
      baseline: `bare loop: ${(count / bare).toFixed(0)} spawns/s`,
      ratio: `${two(ours / bare)} × its time`,
      budget: "≤ 2.5 ×",
    },
  ];
  const peer = await snakemake(count);
  if (peer === undefined) process.stderr.write("Snakemake is missing (Debian package snakemake): its row is left out\n");
  else
    rows.push({
      work: "the same",
      figure: `${rate.toFixed(0)} tests/s`,
      baseline: `Snakemake: ${peer.toFixed(1)} jobs/s`,
      ratio: `${two(rate / peer)} × as fast`,
      budget: "≥ 2.5 ×",
    });
  return rows;
}

async function snakemake(count: number): Promise<number | undefined> {
  if (spawnSync("snakemake", ["--version"]).error) return undefined;
  const outputs = `expand("out/{n}", n=range(${count}))`;
  const snakefile = `rule all:\n    input: ${outputs}\nrule one:\n    output: "out/{n}"\n    shell: "true > {output}"\n`;
  return withArea({ Snakefile: snakefile }, async (path) => count / (await command("snakemake", ["-j", String(jobs), "--quiet"], path)));
}

/** Cost per test when a run grows tenfold, and memory meanwhile. */
async function manyItems(few: number, many: number): Promise<Row[]> {
  const run = (count: number) =>
    withArea({ "tests/t/testconfig": `${oneStep}[items]\nN ${Array.from({ length: count }, (_, index) => index).join(" ")}\n` }, (path) =>
      peakMemory(path, () => command(megatest, runArgs, path)),
    );
  const small = await run(few);
  const large = await run(many);
  const rates = [few / small.result, many / large.result] as const;
  return [
    {
      work: `rate at ${many} items`,
      figure: `${rates[1].toFixed(0)} tests/s`,
      baseline: `itself at ${few}: ${rates[0].toFixed(0)} tests/s`,
      ratio: `${(100 * (rates[1] / rates[0])).toFixed(0)} %`,
      budget: "≥ 80 %",
    },
    { work: `memory of runner and executor at ${many} items`, figure: `${large.mebibytes} MiB`, baseline: "–", ratio: "–", budget: "≤ 300 MiB" },
  ];
}

/** A command that a test calls on itself, against the start of Node: both timed in turn by a test while it runs. */
async function stepCommand(): Promise<Row[]> {
  const timed = (name: string, line: string) =>
    `began=$(date +%s%N); for i in $(seq 20); do ${line} || exit 1; done; echo ${name} $(( ($(date +%s%N) - began) / 20 ))`;
  const rounds = `#!/bin/bash\nfor round in 1 2 3 4 5 6 7; do\n${timed("step", "$MT_MEGATEST -step s$i -state end -status 0")}\n${timed("node", "node -e 0")}\ndone\n`;
  return withArea({ "tests/t/testconfig": "[ezsteps]\ntimes bash ./rounds.sh\n", "tests/t/rounds.sh": rounds }, (path) => {
    seconds(megatest, runArgs, { cwd: path });
    const lines = readFileSync(join(path, "links/x/r1/t/times.log"), "utf8").trim().split("\n");
    const milliseconds = (name: string) => median(lines.filter((line) => line.startsWith(name)).map((line) => Number(line.split(" ")[1]) / 1e6));
    const [ours, node] = [milliseconds("step"), milliseconds("node")];
    return [
      {
        work: "`megatest -step` from inside a test",
        figure: `${ours.toFixed(0)} ms`,
        baseline: `\`node -e 0\`: ${node.toFixed(0)} ms`,
        ratio: `${two(ours / node)} ×`,
        budget: "≤ 2 ×",
      },
    ];
  });
}

const quick = process.argv.includes("--quick");
const rows = process.argv.includes("--dashboard")
  ? [
      ...(await dashboardSpeed(quick ? { runs: 20, tests: 2000, items: 20 } : { runs: 100, tests: 20_000, items: 100 })),
      ...(await logSpeed(quick ? 100 : 1000)),
    ]
  : [
      ...(await independentTests(quick ? 200 : 2000)),
      ...(await manyItems(quick ? 200 : 2000, quick ? 1000 : 20_000)),
      ...(await stepCommand()),
      ...(await largeDatabase(quick ? 1000 : 10_000, quick ? 50_000 : 1_000_000)),
      ...(await serverWrites(quick ? 3 : 10)),
      ...(await movingRuns(process.argv.includes("--full") ? 1000 : quick ? 20 : 100)),
    ];
process.stdout.write("| Work | Megatest | Baseline in the same run | Ratio | Budget |\n|---|---|---|---|---|\n");
for (const row of rows) process.stdout.write(`| ${row.work} | ${row.figure} | ${row.baseline} | ${row.ratio} | ${row.budget} |\n`);
