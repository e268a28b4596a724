import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { currentEnv } from "./env.js";
import { killTree, markerVariable } from "./kill.js";
import { isAlive, startTimeOf } from "./process.js";
import { startHere } from "./starter.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "megatest-kill-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (line: string, marker: string) =>
  startHere({ program: "/bin/bash", args: ["-c", line], env: { ...currentEnv(), [markerVariable]: marker }, cwd: directory });

async function pidIn(name: string): Promise<number> {
  const file = join(directory, name);
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8").trim() !== "").toBe(true);
  return Number(readFileSync(file, "utf8"));
}

it("03-38: ends descendants that ignore SIGTERM, changed their session, or were adopted", async () => {
  const { pid } = await run(
    `(trap '' TERM; echo $BASHPID > stubborn; while :; do sleep 1; done) &
     setsid bash -c 'echo $$ > session; sleep 60' &
     (setsid bash -c 'echo $$ > adopted; sleep 60' &)
     wait`,
    "mark-1",
  );
  const pids = [pid, await pidIn("stubborn"), await pidIn("session"), await pidIn("adopted")];
  expect(await killTree([pid], { marker: "mark-1", graceMs: 200 })).toBeGreaterThanOrEqual(4);
  await expect.poll(() => pids.map((one) => isAlive(one, 0))).toEqual([false, false, false, false]);
});

it("leaves processes with another marker alone, and those that only reuse a pid", async () => {
  const { pid, ended } = await run("echo $$ > other; sleep 60", "mark-2");
  await pidIn("other");
  await killTree([], { marker: "mark-3", graceMs: 100 });
  expect(isAlive(pid, startTimeOf(pid))).toBe(true);
  expect(isAlive(pid, startTimeOf(pid) + 1)).toBe(false);
  await killTree([pid], { graceMs: 100 });
  expect(await ended).toEqual({ kind: "signal", signal: 15 });
});
