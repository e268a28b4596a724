import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aTest } from "../../tests/kit/records.js";
import { Config } from "../config/index.js";
import type { TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { skipReason } from "./skip.js";

const now = 1_700_000_000;
const minutesAgo = (minutes: number) => now - minutes * 60;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "skip-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Why `t/i` is skipped by these lines of `[skip]`, with these records of it in all runs. */
function reasonBy(skip: Readonly<Record<string, string>>, others: readonly Partial<TestRecord>[] = []): Promise<string | undefined> {
  const testconfig = new Config();
  for (const [name, value] of Object.entries(skip)) testconfig.set("skip", name, value, "testconfig");
  const name = { testname: "t", item_path: "i" };
  const records: Partial<Records> = { sameTests: async (asked) => (asked === name ? others.map((other) => aTest(other)) : []) };
  return skipReason(records as Records, name, testconfig, directory, now);
}

describe("02 § 13.2: what skips a test", () => {
  it.each([
    ["RUNNING", true],
    ["LAUNCHED", true],
    ["REMOTEHOSTSTART", true],
    ["COMPLETED", false],
    ["NOT_STARTED", false],
    ["KILLED", false],
  ])("02-45: prevrunning, while the same test is %s in another run: %s", async (state, skips) => {
    expect(await reasonBy({ prevrunning: "x" }, [{ state }])).toBe(skips ? "Skipping due to previous tests running" : undefined);
  });

  it("02-46: fileexists, relative to the test source directory or absolute", async () => {
    writeFileSync(join(directory, "stop.txt"), "");
    expect(await reasonBy({ fileexists: "stop.txt" })).toBe("Skipping due to existance of file stop.txt");
    expect(await reasonBy({ fileexists: join(directory, "stop.txt") })).toContain("Skipping due to existance of file /");
    expect(await reasonBy({ fileexists: "go.txt" })).toBeUndefined();
    expect(await reasonBy({ fileexists: "" })).toBeUndefined();
  });

  it.each<[string, Partial<TestRecord>, boolean]>([
    ["a PASS that started 10 minutes ago", { status: "PASS", event_time: minutesAgo(10) }, true],
    ["a PASS that started 2 hours ago", { status: "PASS", event_time: minutesAgo(120) }, false],
    ["a PASS that started an hour ago", { status: "PASS", event_time: minutesAgo(60) }, false],
    ["a FAIL", { status: "FAIL", event_time: minutesAgo(59) }, true],
    ["an ABORT", { status: "ABORT", event_time: minutesAgo(59) }, true],
    ["an INCOMPLETE one that failed", { state: "INCOMPLETE", status: "FAIL", event_time: minutesAgo(59) }, true],
    ["one that was itself skipped", { status: "SKIP", event_time: minutesAgo(10) }, false],
    ["one that is not finished", { state: "KILLED", status: "FAIL", event_time: minutesAgo(10) }, false],
    ["one that is live since yesterday", { state: "RUNNING", status: "n/a", event_time: minutesAgo(1440) }, true],
  ])("02-47: rundelay 1h, after %s: %s", async (_what, other, skips) => {
    const older = { status: "PASS", event_time: minutesAgo(5000) };
    expect(await reasonBy({ rundelay: "1h" }, [other, older])).toBe(skips ? "Skipping due to previous test run less than 1h ago" : undefined);
  });

  it("adds up the parts of a time", async () => {
    const other = { status: "PASS", event_time: minutesAgo(15) };
    expect(await reasonBy({ rundelay: "15m 30s" }, [other])).toBe("Skipping due to previous test run less than 15m 30s ago");
    expect(await reasonBy({ rundelay: "14m 30s" }, [other])).toBeUndefined();
  });

  it("looks at all keys, in this order", async () => {
    writeFileSync(join(directory, "stop.txt"), "");
    const skip = { rundelay: "1h", fileexists: "stop.txt", prevrunning: "x" };
    expect(await reasonBy(skip, [{ state: "RUNNING" }])).toContain("previous tests running");
    expect(await reasonBy(skip, [{ event_time: minutesAgo(1) }])).toContain("existance of file");
    rmSync(join(directory, "stop.txt"));
    expect(await reasonBy(skip, [{ event_time: minutesAgo(1) }])).toContain("less than 1h ago");
    expect(await reasonBy(skip)).toBeUndefined();
  });
});
