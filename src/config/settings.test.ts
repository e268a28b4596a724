import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { reportUnknownSettings, settingIsOn, settingNumber, settingText } from "./setting-values.js";
import { freeSections, type Setting, settings } from "./settings.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

describe("values of settings", () => {
  it("numbers: given, missing, or text with an error", () => {
    const config = scratch.read("[setup]\nmax_concurrent_jobs  1 000 \nlaunch-delay 0.5\nreruns many\ndeadtime 0x10\n");
    const value = (name: "max_concurrent_jobs" | "launch-delay" | "minspace" | "reruns" | "deadtime") =>
      settingNumber(config, "setup", name, scratch.log);
    expect([value("max_concurrent_jobs"), value("launch-delay"), value("minspace")]).toEqual([1000, 0.5, 10_000]);
    expect(scratch.logged).toEqual([]);
    expect([value("reruns"), value("deadtime")]).toEqual([1, 7200]);
    expect(scratch.logged[0]).toBe("ERROR: no number found for [setup], reruns, got: many");
  });

  it("text: trimmed, empty is the default", () => {
    const config = scratch.read("[archive]\nbup  my bup \n[setup]\nlinktree\n");
    expect([settingText(config, "archive", "bup"), settingText(config, "setup", "linktree")]).toEqual(["my bup", "<toppath>/lt"]);
  });

  it.each([
    ["run-wait", "yes", true],
    ["run-wait", "on", false],
    ["launchwait", "no ", false],
    ["launchwait", "never", true],
    ["use-wal", "no", true],
  ] as const)("[setup] %s %s is %s", (name, text, expected) => {
    expect(settingIsOn(scratch.read(`[setup]\n${name} ${text}\n`), "setup", name)).toBe(expected);
  });

  it("flags: any text but no", () => {
    const launcher = (text: string) => settingIsOn(scratch.read(`[jobtools]\n${text}\n`), "jobtools", "flexi-launcher");
    expect([launcher(""), launcher("flexi-launcher no"), launcher("flexi-launcher 1"), launcher("flexi-launcher")]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

it("the table explains every setting in a line", () => {
  const table: Readonly<Record<string, Readonly<Record<string, Setting>>>> = settings;
  const meanings = [...Object.values(table).flatMap((section) => Object.values(section)), ...Object.values(freeSections)].map(
    ({ meaning }) => meaning,
  );
  expect(meanings.filter((meaning) => !/^[A-Za-z].{4,110}[^.]$/.test(meaning))).toEqual([]);
});

it("unknown settings are reported with their place and what was probably meant", () => {
  const config = scratch.read("[setup]\nmax_concurent_jobs 5\nlinktree /x\nrunscript x\n[jobtools]\nqueue q\n[other]\nfree 1\n");
  const nearest = (name: string, known: readonly string[]) =>
    known.find((candidate) => name === "max_concurent_jobs" && candidate === "max_concurrent_jobs");
  reportUnknownSettings(config, scratch.log, nearest);
  const file = `${scratch.dir}/test.config`;
  expect(scratch.logged).toEqual([
    `INFO: (1) unknown setting [setup] max_concurent_jobs at ${file}:2; did you mean max_concurrent_jobs?`,
    `INFO: (1) unknown setting [setup] runscript at ${file}:4`,
    `INFO: (1) unknown setting [jobtools] queue at ${file}:6`,
  ]);
});
