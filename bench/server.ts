import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { silentLog } from "../src/base/index.js";
import { RpcClient } from "../src/rpc/client.js";
import { Connection } from "../src/rpc/connection.js";
import { areaToken, type ServerAddress, serverLogs } from "../src/rpc/index.js";
import { remoteRecords } from "../src/rpc/remote-records.js";
import type { Records } from "../src/store/index.js";
import { bin, type Row, withArea } from "./kit.js";

const processes = 2;
const clientsEach = 10;
const warmUpSeconds = 2;

/** How many writes took so many tenths of a millisecond. */
type Latencies = Record<string, number>;

/** Small writes of many clients to a server on this host, and the server's memory meanwhile. */
export async function serverWrites(seconds: number): Promise<Row[]> {
  return withArea({ "tests/t/testconfig": "[ezsteps]\nonly true\n" }, async (path) => {
    const server = spawn(join(bin, "megatest"), ["-server", "127.0.0.1"], { cwd: path, stdio: "ignore" });
    try {
      const address = await addressOf(path);
      const testIds = await registerTests(path, address);
      const memory = watchMemory(server.pid ?? 0);
      const ours = await writesPerSecond({ kind: "writes", path, address, testIds, seconds });
      const bare = await bareHttp(path, Math.min(seconds, 10));
      const { early, late, peak } = memory.stop();
      return [
        {
          work: `small writes to the server by ${processes * clientsEach} clients, ${seconds} s`,
          figure: `${ours.rate.toFixed(0)} writes/s`,
          baseline: `node:http that does nothing: ${bare.rate.toFixed(0)} requests/s`,
          ratio: `${(ours.rate / bare.rate).toFixed(2)} ×`,
          budget: "≥ 5000 writes/s",
        },
        {
          work: "the same, 99th percentile",
          figure: `${ours.p99.toFixed(1)} ms`,
          baseline: `node:http that does nothing: ${bare.p99.toFixed(1)} ms`,
          ratio: `${(ours.p99 / bare.p99).toFixed(2)} ×`,
          budget: "≤ 20 ms",
        },
        {
          work: "the same, memory of the server",
          figure: `${late} MiB at the end, ${peak} MiB at most`,
          baseline: `itself after a fifth of the time: ${early} MiB`,
          ratio: `${(late / early).toFixed(2)} ×`,
          budget: "flat",
        },
      ];
    } finally {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    }
  });
}

async function addressOf(path: string): Promise<ServerAddress> {
  for (;;) {
    const started = serverLogs(path)[0]?.started;
    if (started !== undefined) return started;
    await sleep(50);
  }
}

async function registerTests(path: string, address: ServerAddress): Promise<number[]> {
  const records = openClient(path, address);
  const runId = await records.registerRun({ target: ["x"], runname: "r1", owner: "ann" });
  const names = Array.from({ length: processes * clientsEach }, (_, index) => ({ testname: "t", item_path: String(index) }));
  const tests = await records.registerTests(runId, names);
  await records.close();
  return tests.map(({ id }) => id);
}

function openClient(path: string, address: ServerAddress): Records {
  return remoteRecords(new RpcClient({ find: async () => new Connection(address, areaToken(path)), log: silentLog }));
}

function watchMemory(pid: number) {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(residentMebibytes(pid)), 200);
  return {
    stop() {
      clearInterval(timer);
      const at = (part: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * part))] ?? 0;
      return { early: at(0.2), late: at(1), peak: Math.max(...samples) };
    },
  };
}

function residentMebibytes(pid: number): number {
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
}

interface Job {
  readonly kind: "writes" | "bare";
  readonly path: string;
  readonly address: ServerAddress;
  readonly testIds: readonly number[];
  readonly seconds: number;
}

/** The same clients against a server that answers at once. */
async function bareHttp(path: string, seconds: number) {
  const program =
    'require("http").createServer((q, r) => { q.resume(); q.on("end", () => r.end("ok")); }).listen(0, "127.0.0.1", function () { console.log(this.address().port); })';
  const server = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const port = Number(await new Promise((resolve) => server.stdout.once("data", (text) => resolve(String(text)))));
  const testIds = Array.from({ length: processes * clientsEach }, () => 0);
  return writesPerSecond({ kind: "bare", path, address: { host: "127.0.0.1", port }, testIds, seconds }).finally(() => server.kill());
}

async function writesPerSecond(job: Job): Promise<{ rate: number; p99: number }> {
  const parts = Array.from({ length: processes }, (_, index) => job.testIds.slice(index * clientsEach, (index + 1) * clientsEach));
  const seen = await Promise.all(parts.map((testIds) => clientProcess({ ...job, testIds })));
  const sum: Latencies = {};
  for (const latencies of seen) for (const [tenths, count] of Object.entries(latencies)) sum[tenths] = (sum[tenths] ?? 0) + count;
  const sorted = Object.entries(sum)
    .map(([tenths, count]) => [Number(tenths), count] as const)
    .sort(([a], [b]) => a - b);
  const total = sorted.reduce((all, [, count]) => all + count, 0);
  return { rate: total / job.seconds, p99: percentile99(sorted, total) / 10 };
}

function percentile99(sorted: readonly (readonly [tenths: number, count: number])[], total: number): number {
  let passed = 0;
  for (const [tenths, count] of sorted) {
    passed += count;
    if (passed >= total * 0.99) return tenths;
  }
  return 0;
}

/** Runs this file as a process of clients. */
function clientProcess(job: Job): Promise<Latencies> {
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (part) => {
    output += String(part);
  });
  return new Promise((resolve) => child.once("close", () => resolve(JSON.parse(output))));
}

async function beClients({ kind, path, address, testIds, seconds }: Job): Promise<Latencies> {
  const latencies: Latencies = {};
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  await Promise.all(
    testIds.map(async (testId) => {
      const records = openClient(path, address);
      const connection = new Connection(address, "");
      const write =
        kind === "bare"
          ? () => connection.post("x".repeat(200))
          : (n: number) => records.recordStep(testId, { stepname: `s${n % 20}`, state: "end", status: "0" });
      for (let n = 0; performance.now() < end; n++) {
        const began = performance.now();
        await write(n);
        if (began < begin) continue;
        const tenths = Math.ceil((performance.now() - began) * 10);
        latencies[tenths] = (latencies[tenths] ?? 0) + 1;
      }
      connection.close();
      await records.close();
    }),
  );
  return latencies;
}

const [, self, argument] = process.argv;
if (self === fileURLToPath(import.meta.url)) {
  if (argument?.startsWith("{")) {
    process.stdout.write(JSON.stringify(await beClients(JSON.parse(argument))));
  } else {
    const minutes = argument === "--minutes" ? Number(process.argv[3]) : undefined;
    for (const row of await serverWrites(minutes === undefined ? 10 : minutes * 60)) process.stdout.write(`| ${Object.values(row).join(" | ")} |\n`);
  }
}
