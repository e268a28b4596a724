import { chownSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { age, writeUndated } from "../../tests/kit/aged.js";
import { TestArea } from "../../tests/kit/area.js";
import { addRun, emptyRecords } from "../../tests/kit/stored.js";
import { type Area, setUpArea } from "../area/index.js";
import { silentLog } from "../base/index.js";
import type { ConditionName, Move } from "./condition.js";
import { decide } from "./decision.js";

const halfHour = 1800;

let made: TestArea;
beforeEach(async () => {
  made = new TestArea({ "megatest.config": config("") });
  made.write({ ".homehost": "192.0.2.1\nepoch 1\n" });
  const { records, remove } = emptyRecords(made.path);
  await addRun(records, "x/1", "r1", { "a/1": "PASS", "a/2": "PASS" });
  await remove();
});
afterEach(() => made.remove());

function config(server: string): string {
  return `[fields]\nSYS TEXT\nRELEASE TEXT\n[setup]\nlinktree @AREA@/links\n[server]\n${server}\n[disks]\nd @AREA@/runs\n`;
}

function openArea(server?: string): Area {
  if (server !== undefined) made.write({ "megatest.config": config(server) });
  return setUpArea({ env: {}, cwd: made.path, log: silentLog });
}

async function decision(move: Partial<Move> = {}, server?: string) {
  const from = { address: "192.0.2.1", epoch: 1 };
  const to = { address: "192.0.2.2", isThisHost: true };
  return decide({ area: openArea(server), from, to, isAutomatic: true, force: false, ...move }, "1.6590-test");
}

/** The conditions that do not hold. */
async function obstacles(move?: Partial<Move>, server?: string): Promise<ConditionName[]> {
  return (await decision(move, server)).conditions.filter(({ holds }) => !holds).map(({ name }) => name);
}

async function evidence(name: ConditionName): Promise<string | undefined> {
  return (await decision()).conditions.find((condition) => condition.name === name)?.evidence;
}

function running(secondsAgo: number): void {
  const at = Math.floor(Date.now() / 1000) - secondsAgo;
  writeUndated(
    made.path,
    `UPDATE tests SET state = 'RUNNING', event_time = ${at - 100}, run_duration = 100, last_update = ${at} WHERE item_path = '1'`,
  );
}

describe("whether an area is quiet", () => {
  it("04-62: a test RUNNING with a sign of life 10 minutes ago keeps the homehost", async () => {
    age(made.path, 2 * halfHour);
    running(600);
    expect(await obstacles()).toEqual(["no live test", "quiet"]);
    expect(await evidence("no live test")).toMatch(/^x\/1\/r1\/a\/1 is RUNNING, last sign of life 10m \ds ago$/);
  });

  it("04-63: one without a sign for 31 minutes does not, if nothing is newer", async () => {
    age(made.path, 2 * halfHour);
    running(1860);
    expect(await obstacles()).toEqual([]);
    expect(await evidence("no live test")).toContain("last sign of life 31m");
  });

  it.each([
    [halfHour - 60, ["quiet"]],
    [halfHour + 60, []],
  ])("what ended %i s ago", async (seconds, expected) => {
    age(made.path, seconds);
    expect(await obstacles()).toEqual(expected);
    expect(await evidence("quiet")).toMatch(/x\/1\/r1.* ago, (less than|at least) 30m 0s$/);
  });

  it("what is to come happened just now: the clock of its host is ahead of ours", async () => {
    age(made.path, -3600);
    expect(await obstacles()).toEqual(["quiet"]);
    expect(await evidence("quiet")).toContain(" 0s ago");
  });

  it("[server] homehost-quiet-time replaces the half hour; but a test is dead only after it has missed four signs of life", async () => {
    age(made.path, 60);
    expect(await obstacles({}, "homehost-quiet-time 30s")).toEqual([]);
    expect(await obstacles({}, "homehost-quiet-time 1m 30s")).toEqual(["quiet"]);
    running(60);
    expect(await obstacles({}, "homehost-quiet-time 30s")).toEqual(["no live test"]);
    running(130);
    expect(await obstacles({}, "homehost-quiet-time 30s")).toEqual([]);
  });

  it("a quiet time that is none is a mistake in the configuration, and named", async () => {
    await expect(decision({}, "homehost-quiet-time soon")).rejects.toMatchObject({
      reason: "bad-config",
      message: expect.stringContaining("megatest.config:7"),
    });
  });

  it("-force passes over the quiet time where the move was asked for, never over a test that runs", async () => {
    expect(await obstacles({ force: true, isAutomatic: false })).toEqual([]);
    expect(await obstacles({ force: true, isAutomatic: true })).toEqual(["quiet"]);
    running(60);
    expect(await obstacles({ force: true, isAutomatic: false })).toEqual(["no live test"]);
  });
});

describe("servers and locks", () => {
  beforeEach(() => {
    age(made.path, 2 * halfHour);
    mkdirSync(join(made.path, "logs"));
  });

  function serverLog(secondsAgo: number): void {
    const file = join(made.path, "logs/server-1-alpha.log");
    writeFileSync(file, "SERVER STARTED: 127.0.0.1:1 AT 1700000000\n");
    const touched = new Date(Date.now() - secondsAgo * 1000);
    utimesSync(file, touched, touched);
  }

  it.each([
    [10, ["no server"], "was touched 10s ago; megatest -kill-servers"],
    [60, [], "its server does not answer"],
    [200, [], "no server touched its log within 2m 0s"],
  ])("a server's log touched %i s ago, and nobody answers", async (seconds, expected, text) => {
    serverLog(seconds);
    expect(await obstacles()).toEqual(expected);
    expect(await evidence("no server")).toContain(text);
  });

  it("a maintenance lock of a living holder", async () => {
    writeFileSync(join(made.path, ".mt-maint.lock"), "alpha-1 1700000000 -cleanup-db\n");
    expect(await obstacles()).toEqual(["no maintenance"]);
    expect(await evidence("no maintenance")).toBe("area is busy: alpha-1 1700000000 -cleanup-db");
    writeFileSync(join(made.path, ".mt-maint.lock"), `${hostname()}-4194999 1700000000 -cleanup-db\n`);
    expect(await obstacles()).toEqual([]);
    expect(existsSync(join(made.path, ".mt-maint.lock"))).toBe(true);
    rmSync(join(made.path, ".mt-maint.lock"));
  });
});

describe("who may move it, and where to", () => {
  beforeEach(() => age(made.path, 2 * halfHour));

  it.each<[string, ConditionName[]]>([
    ["", []],
    ["homehost alpha", ["not pinned"]],
    ["auto-homehost no", ["automatic"]],
    ["auto-homehost yes", []],
    ["retire-hosts 192.0.2.9", []],
    ["retire-hosts 192.0.2.9 localhost", ["not retired"]],
  ])("04-66: with [server] %s", async (server, expected) => {
    expect(await obstacles({}, server)).toEqual(expected);
  });

  it("auto-homehost no concerns nobody who asks for the move", async () => {
    expect(await obstacles({ isAutomatic: false }, "auto-homehost no")).toEqual([]);
  });

  it("not to where it is", async () => {
    expect(await obstacles({ from: { address: hostname(), epoch: 1 } })).toEqual(["elsewhere"]);
  });

  it.runIf(process.getuid?.() === 0)("not for another user, whose live database is not ours", async () => {
    chownSync(join(made.path, ".homehost"), 12345, 0);
    expect(await obstacles()).toEqual(["same user"]);
  });
});
