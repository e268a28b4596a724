import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { hasSeenMigration, migrationInTheWay, passVariable, takeMigrationLock, waitForMigration } from "./migration-lock.js";

let toppath = "";
let file = "";
beforeEach(() => {
  toppath = mkdtempSync(join(tmpdir(), "homehost-"));
  file = join(toppath, ".homehost.lock");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(toppath, { recursive: true, force: true });
});

it("says who moves it from where, and keeps others out, but not its holder", () => {
  const lock = takeMigrationLock(toppath, "192.0.2.1");
  const contents = readFileSync(file, "utf8").trim();
  expect(contents).toMatch(new RegExp(`^${hostname()}-${process.pid} \\d{10} 192\\.0\\.2\\.1$`));
  expect(lock?.contents).toBe(contents);
  expect(takeMigrationLock(toppath, "192.0.2.1")).toBeUndefined();
  expect(migrationInTheWay(toppath)).toBeUndefined();
  lock?.release();
  expect(migrationInTheWay(toppath)).toBeUndefined();
});

it("lets the command pass that its holder sent", () => {
  writeFileSync(file, "elsewhere-1 1700000000 192.0.2.1\n");
  expect(migrationInTheWay(toppath)).toBeDefined();
  vi.stubEnv(passVariable, "elsewhere-1 1700000000 192.0.2.1");
  expect(migrationInTheWay(toppath)).toBeUndefined();
  vi.stubEnv(passVariable, "elsewhere-2 1700000000 192.0.2.1");
  expect(migrationInTheWay(toppath)).toBeDefined();
});

it("04-65: a stale one is removed: its process on this host is dead, or nobody touched it for 300 s", () => {
  writeFileSync(file, `${hostname()}-4194999 1700000000 192.0.2.1\n`);
  writeFileSync(join(toppath, ".mt-maint.lock"), `${hostname()}-4194999 1700000000 homehost\n`);
  expect(migrationInTheWay(toppath)).toBeUndefined();
  expect(readdirSync(toppath)).toEqual([]);
  writeFileSync(file, "elsewhere-1 1700000000 192.0.2.1\n");
  const longAgo = new Date(Date.now() - 301_000);
  utimesSync(file, longAgo, longAgo);
  expect(migrationInTheWay(toppath)).toBeUndefined();
  writeFileSync(file, "elsewhere-1 1700000000 192.0.2.1\n");
  expect(migrationInTheWay(toppath)).toBeDefined();
});

it("is waited for; and who has waited does not move the homehost itself", async () => {
  await waitForMigration(toppath);
  expect(hasSeenMigration(toppath)).toBe(false);
  writeFileSync(file, "elsewhere-1 1700000000 192.0.2.1\n");
  const waiting = waitForMigration(toppath);
  rmSync(file);
  await waiting;
  expect(hasSeenMigration(toppath)).toBe(true);
});
