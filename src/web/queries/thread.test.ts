import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeLog } from "../../base/index.js";
import type { Asker } from "./query.js";
import { QueryThread } from "./thread.js";

/** Answers `echo`, refuses `no`, never answers `never`, keeps the thread busy with `stuck`, ends it with `die`. */
const script = `
import { parentPort, workerData, threadId } from "node:worker_threads";
if (workerData === "broken") throw new Error("cannot read");
parentPort.on("message", (order) => {
  if (order.kind === "cancel") return parentPort.postMessage({ kind: "alive" });
  const { id, name, given } = order;
  if (name === "no") return parentPort.postMessage({ kind: "refused", id, code: "gone", message: "no", detail: 1, status: 418 });
  if (name === "log") parentPort.postMessage({ kind: "log", level: 0, line: "INFO: hello" });
  if (name === "stuck") for (;;);
  if (name === "die") process.exit(1);
  if (name === "never") return;
  const body = new TextEncoder().encode(JSON.stringify({ ...given, threadId }));
  parentPort.postMessage({ kind: "answer", id, answer: { status: 200, headers: {}, body } }, [body.buffer]);
});
parentPort.postMessage({ kind: "ready" });
`;

let directory: string;
let thread: QueryThread | undefined;
const lines: string[] = [];
const log = makeLog(
  (_, line) => lines.push(line),
  () => true,
);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "megatest-thread-"));
  writeFileSync(join(directory, "script.mjs"), script);
  lines.length = 0;
});
afterEach(async () => {
  await thread?.close();
  rmSync(directory, { recursive: true });
});

function started(limits = {}, data: unknown = {}): QueryThread {
  thread = new QueryThread(join(directory, "script.mjs"), data, {
    log,
    limits: { parallel: 20, inLine: 2, queryMs: 30_000, graceMs: 500, ...limits },
  });
  return thread;
}

const asker = (signal = new AbortController().signal): Asker => ({ level: "view", signal });
const ask = async (queries: QueryThread, name: string, given = {}) =>
  JSON.parse(new TextDecoder().decode((await queries.ask(name, given, asker())).body));

describe("06 § 33.10: queries in a thread", () => {
  it("are answered, refused and logged", async () => {
    const queries = started();
    expect(await ask(queries, "echo", { t: "x" })).toMatchObject({ t: "x" });
    await expect(ask(queries, "no")).rejects.toMatchObject({ code: "gone", message: "no", detail: 1, status: 418 });
    await ask(queries, "log");
    expect(lines).toEqual(["INFO: hello"]);
  });

  it("20 at once; some more wait in line, others are refused", async () => {
    const queries = started();
    const aborts = Array.from({ length: 20 }, () => new AbortController());
    const waiting = aborts.map(({ signal }) => queries.ask("never", {}, asker(signal)).catch((error: Error) => error.message));
    const inLine = [ask(queries, "echo", { n: "1" }), ask(queries, "echo", { n: "2" })];
    await expect(queries.ask("echo", {}, asker())).rejects.toMatchObject({ code: "busy" });
    for (const abort of aborts) abort.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["nobody waits for the answer any more"]));
    expect((await Promise.all(inLine)).map(({ n }) => n)).toEqual(["1", "2"]);
  });

  it("one that takes too long is cut; the thread stays as long as it lives", async () => {
    const queries = started({ queryMs: 1500 });
    const before = await ask(queries, "echo");
    await expect(ask(queries, "never")).rejects.toMatchObject({ code: "busy", message: expect.stringContaining("this takes more than") });
    await vi.waitFor(async () => expect(await ask(queries, "echo")).toEqual(before));
  });

  it("one that keeps the thread costs the thread, and the others wait no longer than that", async () => {
    const queries = started({ queryMs: 1500 });
    const before = await ask(queries, "echo");
    const stuck = ask(queries, "stuck").catch((error: Error) => error.message);
    expect(await stuck).toContain("this takes more than");
    await vi.waitFor(async () => expect((await ask(queries, "echo")).threadId).not.toBe(before.threadId));
  });

  it("one that ends the thread is tried twice; others are asked again of the next", async () => {
    const queries = started();
    const first = await ask(queries, "echo");
    const died = ask(queries, "die");
    await expect(died).rejects.toMatchObject({ status: 500 });
    expect((await ask(queries, "echo")).threadId).toBeGreaterThan(first.threadId + 1);
    const once = ask(queries, "never").catch((error: Error) => error.message);
    await expect(ask(queries, "die")).rejects.toBeDefined();
    expect(await once).toContain("internal error");
  });

  it("a thread that cannot begin is not begun again and again", async () => {
    const queries = started({}, "broken");
    await expect(ask(queries, "echo")).rejects.toMatchObject({ code: "busy", message: expect.stringContaining("see the log") });
    await expect(ask(queries, "echo")).rejects.toThrow("see the log");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("cannot read");
  });
});
