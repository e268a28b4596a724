import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { currentEnv } from "./env.js";
import { spawnerStarter } from "./spawner.js";
import { type Starter, startHere } from "./starter.js";

const directory = mkdtempSync(join(tmpdir(), "megatest-spawner-"));
const script = join(directory, "spawner.mjs");
const env = { ...currentEnv(), KEPT: "kept", DROPPED: "dropped" };
let throughHelper: Starter & { close(): void };

beforeAll(async () => {
  const entry = join(import.meta.dirname, "../cli/spawner.ts");
  await build({ entryPoints: [entry], outfile: script, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  throughHelper = spawnerStarter([process.execPath, script], env);
});
afterAll(() => {
  throughHelper.close();
  rmSync(directory, { recursive: true });
});

describe.each([
  ["here", () => startHere],
  ["through the helper", () => throughHelper],
] as const)("a program started %s", (_name, starter) => {
  const run = async (line: string, more: { output?: string; env?: Record<string, string> } = {}) => {
    const started = await starter()({ program: "/bin/sh", args: ["-c", line], env, cwd: directory, ...more });
    return { pid: started.pid, ending: await started.ended };
  };

  it("ends with its exit code, also one that looks like a signal's", async () => {
    expect((await run("exit 7")).ending).toEqual({ kind: "exit", code: 7 });
    expect((await run("exit 137")).ending).toEqual({ kind: "exit", code: 137 });
  });

  it("ends with the signal that killed it", async () => {
    expect((await run("kill -9 $$")).ending).toEqual({ kind: "signal", signal: 9 });
  });

  it("has its own environment, directory, session and output", async () => {
    const output = join(directory, "out");
    writeFileSync(output, "before\n");
    const own: Record<string, string> = { ...env, ADDED: "a 'b' \"c\" é\n2" };
    delete own["DROPPED"];
    const { pid } = await run('echo "$KEPT-$DROPPED-$ADDED"; pwd; ps -o sid= -p $$ >&2', { output, env: own });
    const lines = readFileSync(output, "utf8").split("\n");
    expect(lines.slice(0, 4)).toEqual(["before", "kept--a 'b' \"c\" é", "2", directory]);
    expect(Number(lines[4])).toBe(pid);
  });

  it("that does not exist is an error", async () => {
    await expect(starter()({ program: "/no/such/program", args: [], env, cwd: directory })).rejects.toThrow("ENOENT");
  });
});

it("many programs at once end each with its own code", async () => {
  const codes = Array.from({ length: 40 }, (_, index) => index);
  const endings = await Promise.all(
    codes.map(async (code) => (await throughHelper({ program: "/bin/sh", args: ["-c", `exit ${code}`], env, cwd: directory })).ended),
  );
  expect(endings).toEqual(codes.map((code) => ({ kind: "exit", code })));
});

it("when the helper dies, what it started is lost with an error, and the next start has a new helper", async () => {
  const own = spawnerStarter([process.execPath, script], env);
  const started = await own({ program: "/bin/sh", args: ["-c", "ps -o ppid= -p $$ > helper; exec sleep 20"], env, cwd: directory });
  await expect.poll(() => Number(readFileSync(join(directory, "helper"), "utf8"))).toBeGreaterThan(0);
  process.kill(Number(readFileSync(join(directory, "helper"), "utf8")), "SIGKILL");
  await expect(started.ended).rejects.toThrow("has ended unexpectedly");
  process.kill(started.pid, "SIGKILL");
  const again = await own({ program: "/bin/sh", args: ["-c", "exit 3"], env, cwd: directory });
  expect(await again.ended).toEqual({ kind: "exit", code: 3 });
  own.close();
});
