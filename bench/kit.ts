import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { removeArea } from "../tests/kit/area.js";

export const bin = resolve(dirname(fileURLToPath(import.meta.url)), "../bin");
export const jobs = cpus().length * 4;

/** One line of the table: a figure of ours beside a baseline measured in the same run. */
export interface Row {
  readonly work: string;
  readonly figure: string;
  readonly baseline: string;
  readonly ratio: string;
  readonly budget: string;
}

/** Removed at the very end: for minutes after many files were deleted, ext4 takes ten times as long to make new ones. */
const areas: string[] = [];
process.on("exit", () => areas.forEach(removeArea));

/** An area in a temporary folder. */
export async function withArea<T>(files: Readonly<Record<string, string>>, use: (path: string) => T | Promise<T>): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), "megatest-bench-"));
  areas.push(path);
  const config = `[fields]
SYS TEXT
[setup]
linktree ${path}/links
max_concurrent_jobs ${jobs}
[jobtools]
maxload x
maxhomehostload x
[server]
homehost 127.0.0.1
[disks]
disk0 ${path}/runs
`;
  for (const [name, text] of Object.entries({ "megatest.config": config, "runconfigs.config": "[default]\n", "runs/.keep": "", ...files })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return use(path);
}

/** Seconds of a command; throws with its output when it fails. */
export function seconds(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): number {
  const began = performance.now();
  const result = spawnSync(program, args, { ...options, encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${result.status}\n${result.stdout.slice(-2000)}\n${result.stderr.slice(-2000)}`);
  return (performance.now() - began) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Seconds that a bare loop takes to run `/bin/sh -c true` so often, `jobs` at a time: the least that any launcher in Node can need. */
export async function bareLoop(count: number): Promise<number> {
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next++ < count) await new Promise((done) => spawn("/bin/sh", ["-c", "true"], { stdio: "ignore" }).once("close", done));
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return (performance.now() - began) / 1000;
}

/** Largest sum of memory (MiB, shared pages divided among their users) of the node processes that work in `directory`, looked at while `work` runs. */
export async function peakMemory<T>(directory: string, work: () => Promise<T>): Promise<{ readonly result: T; readonly mebibytes: number }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, proportionalMebibytes(directory));
  }, 500);
  const result = await work().finally(() => clearInterval(timer));
  return { result, mebibytes: peak };
}

function proportionalMebibytes(directory: string): number {
  let kibibytes = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const isOurs = readlinkSync(`/proc/${pid}/cwd`).startsWith(directory) && readlinkSync(`/proc/${pid}/exe`) === process.execPath;
      if (isOurs) kibibytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return Math.round(kibibytes / 1024);
}

/** Runs a command without blocking this process. */
export function command(program: string, args: readonly string[], cwd: string): Promise<number> {
  const began = performance.now();
  return new Promise((done, fail) => {
    let output = "";
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output = (output + String(chunk)).slice(-4000);
      });
    }
    child.once("error", fail);
    child.once("close", (code) =>
      code === 0 ? done((performance.now() - began) / 1000) : fail(new Error(`${program} ${args.join(" ")} ended with ${code}\n${output}`)),
    );
  });
}
