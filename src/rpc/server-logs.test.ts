import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { candidates, isServerAlive, serverLogName, serverLogs, startLine } from "./server-logs.js";

const now = 1_700_000_000;

/** An area with logs: name → seconds since it was touched, and its text. */
function withLogs(logs: Readonly<Record<string, readonly [age: number, text: string]>>) {
  const { toppath } = temporaryArea();
  mkdirSync(join(toppath, "logs"));
  for (const [name, [age, text]] of Object.entries(logs)) {
    writeFileSync(join(toppath, "logs", name), text);
    utimesSync(join(toppath, "logs", name), now - age, now - age);
  }
  return serverLogs(toppath, now * 1000);
}

const started = (host: string, port: number, at: number) => `SERVER: running\n${startLine({ host, port, at })}\nmore\n`;

describe("04 § 11: logs of servers", () => {
  it("tell of each server, the one touched last first", () => {
    const logs = withLogs({
      [serverLogName(12, "alpha")]: [100, started("192.0.2.11", 4000, now - 500)],
      [serverLogName(7, "beta.example-1.org")]: [3, "no start line yet\n"],
      "server-9-gamma.log.gz": [1, started("g", 1, 1)],
      "defunct-server-3-alpha.log": [1, started("d", 1, 1)],
      "server.log": [1, started("s", 1, 1)],
    });
    expect(logs.map(({ pid, hostname, age, started: at }) => ({ pid, hostname, age, at }))).toEqual([
      { pid: 7, hostname: "beta.example-1.org", age: 3, at: undefined },
      { pid: 12, hostname: "alpha", age: 100, at: { host: "192.0.2.11", port: 4000, at: now - 500 } },
    ]);
  });

  it.each([
    ["in the middle of a line", "INFO SERVER STARTED: a:1 AT 2\n"],
    ["without a port", "SERVER STARTED: a AT 2\n"],
    ["beyond the beginning", `${"x\n".repeat(40_000)}SERVER STARTED: a:1 AT 2\n`],
  ])("have no start line %s", (_, text) => {
    expect(withLogs({ "server-1-a.log": [1, text] })[0]?.started).toBeUndefined();
  });

  it.each([
    [9.9, true],
    [10, false],
    [-5, true],
  ])("of one touched %d s ago: alive is %s", (age, alive) => {
    expect(withLogs({ "server-1-a.log": [age, ""] }).map(isServerAlive)).toEqual([alive]);
  });

  it("name whom to ask: fresh ones, the oldest server first, then the newest of the doubtful; nobody without a start line", () => {
    const logs = withLogs({
      "server-1-a.log": [15, started("a", 1, now - 100)],
      "server-2-b.log": [2, started("b", 2, now - 300)],
      "server-3-c.log": [16, started("c", 3, now - 200)],
      "server-4-d.log": [500, started("d", 4, now - 900)],
      "server-5-e.log": [1, ""],
    });
    expect(candidates(logs).map(({ started: { host }, isDoubtful }) => [host, isDoubtful])).toEqual([
      ["b", false],
      ["a", false],
      ["c", true],
    ]);
  });

  it("that are many and old are not read", () => {
    const many = Array.from({ length: 15 }, (_, index) => [`server-${index}-a.log`, [1000 + index, started("a", 1, 1)]] as const);
    expect(withLogs(Object.fromEntries(many)).map(({ pid }) => pid)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
