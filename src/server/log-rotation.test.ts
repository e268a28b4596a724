import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { silentLog } from "../base/index.js";
import { rotateLogs } from "./log-rotation.js";

const [hour, day] = [3600, 86_400];

async function rotated(files: Readonly<Record<string, { bytes?: number; age: number }>>) {
  const directory = mkdtempSync(join(tmpdir(), "logs-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, { bytes = 10, age }] of Object.entries(files)) {
    const then = new Date(Date.now() - age * 1000);
    writeFileSync(join(directory, name), "x".repeat(bytes));
    utimesSync(join(directory, name), then, then);
  }
  await rotateLogs(directory, 30, silentLog);
  return { directory, names: readdirSync(directory).sort() };
}

describe("04 § 1: logs", () => {
  it("of servers that are silent for 8 hours, and large ones, are compressed; an older compressed one is replaced", async () => {
    const { directory, names } = await rotated({
      "server-1-alpha.log": { age: 9 * hour },
      "server-1-alpha.log.gz": { age: 9 * hour },
      "server-2-alpha.log": { age: 7 * hour },
      "run.log": { bytes: 200_001, age: hour },
      "small.log": { bytes: 200_000, age: hour },
      "large.txt": { bytes: 300_000, age: hour },
    });
    expect(names).toEqual(["large.txt", "run.log.gz", "server-1-alpha.log.gz", "server-2-alpha.log", "small.log"]);
    expect(gunzipSync(readFileSync(join(directory, "server-1-alpha.log.gz"))).toString()).toBe("x".repeat(10));
  });

  it("that somebody still writes to stay, however large", async () => {
    const { names } = await rotated({ "server-3-alpha.log": { bytes: 300_000, age: 5 }, "executor.log": { bytes: 300_000, age: 0 } });
    expect(names).toEqual(["executor.log", "server-3-alpha.log"]);
  });

  it("that are older than [setup] log-expire-days are deleted; what is no file stays", async () => {
    const directory = mkdtempSync(join(tmpdir(), "logs-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    mkdirSync(join(directory, "kept.log"));
    const old = new Date(Date.now() - 31 * day * 1000);
    utimesSync(join(directory, "kept.log"), old, old);
    await rotateLogs(directory, 30, silentLog);
    expect(existsSync(join(directory, "kept.log"))).toBe(true);
    expect((await rotated({ "a.log.gz": { age: 31 * day }, "b.log": { age: 31 * day }, "c.log": { age: 29 * day } })).names).toEqual(["c.log"]);
  });
});
