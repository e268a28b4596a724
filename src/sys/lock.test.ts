import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockContents, tryLock, waitForLock } from "./lock.js";
import { startTimeOf } from "./process.js";

let directory = "";
let file = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "megatest-lock-"));
  file = join(directory, "lock");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const options = { expireMs: 60_000 };

it("is held by one at a time", () => {
  const lock = tryLock(file, options);
  expect(lock).toBeDefined();
  expect(tryLock(file, options)).toBeUndefined();
  lock?.release();
  expect(existsSync(file)).toBe(false);
  tryLock(file, options)?.release();
});

it("is taken from an owner of this host that is gone, also when its pid is in use again", () => {
  writeFileSync(file, `${hostname()} ${process.pid} ${startTimeOf(process.pid) + 1}\n`);
  const lock = tryLock(file, options);
  expect(lock).toBeDefined();
  lock?.release();
});

it("is not taken from a living owner, nor from one on another host", () => {
  writeFileSync(file, `${hostname()} ${process.pid} ${startTimeOf(process.pid)}\n`);
  expect(tryLock(file, options)).toBeUndefined();
  writeFileSync(file, "elsewhere.example 1 1\n");
  expect(tryLock(file, options)).toBeUndefined();
});

it("expires when nobody touches it", () => {
  writeFileSync(file, "elsewhere.example 1 1\n");
  const longAgo = new Date(Date.now() - 61_000);
  utimesSync(file, longAgo, longAgo);
  const lock = tryLock(file, options);
  expect(lock).toBeDefined();
  lock?.release();
});

it("says who holds it as it is told to, and is taken from such an owner too", () => {
  const first = tryLock(file, { ...options, contents: `${hostname()}-${process.pid} 1700000000 192.0.2.1` });
  expect(readFileSync(file, "utf8")).toBe(`${hostname()}-${process.pid} 1700000000 192.0.2.1\n`);
  expect(tryLock(file, options)).toBeUndefined();
  first?.release();
  writeFileSync(file, `${hostname()}-4194999 1700000000 192.0.2.1\n`);
  const second = tryLock(file, options);
  expect(second).toBeDefined();
  second?.release();
});

it("is not released by one from whom it was taken", () => {
  const lock = tryLock(file, options);
  writeFileSync(file, "elsewhere.example 1 1\n");
  expect(lock?.isHeld()).toBe(false);
  lock?.release();
  expect(lockContents(file)).toBe("elsewhere.example 1 1");
});

it("leaves nothing behind in a process that takes many, one after the other", () => {
  tryLock(file, options)?.release();
  const before = process.listenerCount("exit");
  for (let count = 0; count < 3; count++) tryLock(file, options)?.release();
  expect(process.listenerCount("exit")).toBe(before);
});

it("is waited for", async () => {
  const first = tryLock(file, options);
  const waiting = waitForLock(file, { ...options, waitMs: 5000 });
  first?.release();
  const second = await waiting;
  expect(second).toBeDefined();
  expect(await waitForLock(file, { ...options, waitMs: 30 })).toBeUndefined();
  second?.release();
});
