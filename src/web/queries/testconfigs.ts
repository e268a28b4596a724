import { statSync } from "node:fs";
import { join } from "node:path";
import { type Area, discoverTests, runEnvironment } from "../../area/index.js";
import { silentLog } from "../../base/index.js";
import { type Config, expandItems, hasLateItems, itemPath, readConfig } from "../../config/index.js";
import { parseTags, type RunRecord } from "../../model/index.js";
import { type Requirements, requirementsOf, type TestDefinition, type TestItems } from "../../plan/index.js";
import { metaOf, requirementTexts } from "../../schedule/index.js";

/** A testconfig as far as it can be read without running its commands: pages are looked at more often than tests are run. */
interface KnownConfig {
  readonly config: Config;
  /** Of its files. */
  readonly stamp: string;
}

/** By area and target, then by test. */
const known = new WeakMap<Area, Map<string, Map<string, KnownConfig>>>();

/** What a testconfig is read for. */
export type ForRun = Pick<RunRecord, "target" | "runname">;

/** The testconfig in the test's source directory, as it is now; undefined when there is none. */
export function sourceConfig(area: Area, run: ForRun, testname: string): Config | undefined {
  return sourceConfigs(area, run).configOf(testname);
}

/** The testconfigs of all tests of the area, each read when it is asked for. */
export function sourceConfigs(
  area: Area,
  run: ForRun,
): { readonly names: Iterable<string>; readonly configOf: (testname: string) => Config | undefined } {
  const directories = discoverTests(area);
  const configOf = (testname: string) => {
    const directory = directories.get(testname);
    return directory === undefined ? undefined : upToDate(area, run, testname, directory);
  };
  return { names: directories.keys(), configOf };
}

/** What the tests of the area wait for in a run, by test name. */
export function requirementsIn(area: Area, run: ForRun): Map<string, Requirements> {
  const directories = discoverTests(area);
  const configs = [...directories].map(([testname, directory]) => [testname, upToDate(area, run, testname, directory)] as const);
  return new Map(configs.map(([testname, config]) => [testname, requirementsOf(testname, requirementTexts(config), directories, silentLog)]));
}

/** The tests of the area as planning sees them; items that only commands can tell are late ones. */
export function definitionsIn(area: Area, run: ForRun): Map<string, TestDefinition> {
  const { names, configOf } = sourceConfigs(area, run);
  const requirements = requirementsIn(area, run);
  return new Map(
    [...names].flatMap((testname): [string, TestDefinition][] => {
      const [config, own] = [configOf(testname), requirements.get(testname)];
      if (config === undefined || own === undefined) return [];
      const { jobgroup, tags } = metaOf(testname, config);
      return [[testname, { testname, ...own, items: itemsOf(config), tags: parseTags(tags), ...(jobgroup !== "" && { jobgroup }) }]];
    }),
  );
}

function itemsOf(config: Config): TestItems {
  if (hasLateItems(config)) return { kind: "late" };
  const items = expandItems(config, silentLog);
  return items === undefined ? { kind: "plain" } : { kind: "known", paths: new Set(items.map(itemPath)) };
}

function upToDate(area: Area, run: ForRun, testname: string, directory: string): Config {
  const ofArea = known.get(area) ?? new Map<string, Map<string, KnownConfig>>();
  known.set(area, ofArea);
  const target = run.target.join("/");
  const ofTarget = ofArea.get(target) ?? new Map<string, KnownConfig>();
  ofArea.set(target, ofTarget);
  const before = ofTarget.get(testname);
  if (before !== undefined && stampOf(before.config) === before.stamp) return before.config;
  const config = readConfig(join(directory, "testconfig"), {
    log: silentLog,
    env: { ...runEnvironment(area, run.target, run.runname), MT_TEST_NAME: testname },
    cwd: area.toppath,
    toppath: area.toppath,
    system: "off",
    target,
    runconfigs: area.runconfigs,
  });
  ofTarget.set(testname, { config, stamp: stampOf(config) });
  return config;
}

function stampOf({ sources }: Config): string {
  const stamps = [...sources.keys()].map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`;
  });
  return stamps.join("\n");
}
