import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Area } from "../area/index.js";
import { makeLog } from "../base/index.js";
import { Config } from "../config/index.js";
import type { TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { currentEnv } from "../sys/index.js";
import { type HookContext, runPostHook, runPreHook } from "./hooks.js";

let toppath: string;
let lines: string[];
let tests: Partial<TestRecord>[];

beforeEach(() => {
  toppath = mkdtempSync(join(tmpdir(), "hooks-"));
  lines = [];
  tests = [];
});
afterEach(() => rmSync(toppath, { recursive: true }));

function contextWith(hooks: Readonly<Record<string, string>>): HookContext {
  const config = new Config();
  for (const [name, command] of Object.entries(hooks)) config.set("runs", name, command, "megatest.config");
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  return {
    area: { toppath, config, log } as Partial<Area> as Area,
    records: { tests: async () => tests } as Partial<Records> as Records,
    run: { id: 1, target: ["x", "1"], runname: "r1" },
    env: { ...currentEnv(), MT_RUNNAME: "r1" },
  };
}

const output = (file: string) => readFileSync(join(toppath, file), "utf8");

describe("02-48: hooks of a run", () => {
  it("runs the pre-hook in the area with the variables of the run, everything it prints in its log", async () => {
    await runPreHook(contextWith({ "pre-hook": "echo $MT_RUNNAME; pwd; echo bad >&2; exit 3" }));
    expect(output("logs/pre-hook-x-1-r1.log")).toBe(`r1\n${toppath}\nbad\n`);
    expect(lines).toEqual([expect.stringMatching(/^INFO: \(0\) pre-hook "echo .*" took \d+\.\d seconds$/)]);
  });

  it("skips the pre-hook when the run has tests", async () => {
    tests = [{}];
    await runPreHook(contextWith({ "pre-hook": "touch called" }));
    expect(lines).toEqual(['Skipping pre-hook call "touch called" as there are existing tests for this run.']);
    expect(() => output("called")).toThrow();
  });

  it("runs the post-hook whatever there is, and appends to its log", async () => {
    tests = [{}];
    const context = contextWith({ "post-hook": "echo done" });
    await runPostHook(context);
    await runPostHook(context);
    expect(output("logs/post-hook-x-1-r1.log")).toBe("done\ndone\n");
  });

  it("logs into the area itself when logs is no directory", async () => {
    writeFileSync(join(toppath, "logs"), "");
    await runPostHook(contextWith({ "post-hook": "echo here" }));
    expect(output("post-hook-x-1-r1.log")).toBe("here\n");
  });

  it("goes on when the log cannot be written at all", async () => {
    mkdirSync(join(toppath, "logs/post-hook-x-1-r1.log"), { recursive: true });
    mkdirSync(join(toppath, "post-hook-x-1-r1.log"));
    await runPostHook(contextWith({ "post-hook": "touch called" }));
    expect(lines).toEqual([expect.stringMatching(/^ERROR: post-hook "touch called" was not run: EISDIR/)]);
  });

  it.each([{}, { "pre-hook": "  ", "post-hook": "" }])("does nothing with %j", async (hooks) => {
    await runPreHook(contextWith(hooks));
    await runPostHook(contextWith(hooks));
    expect(lines).toEqual([]);
  });
});
