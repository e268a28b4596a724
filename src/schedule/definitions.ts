import { type Area, discoverTests, readTestconfig } from "../area/index.js";
import type { Log } from "../base/index.js";
import { type Config, expandItems, hasLateItems, type Item, itemPath, malformedHeaders } from "../config/index.js";
import { parseTags, type TestMeta } from "../model/index.js";
import { type RequirementTexts, requirementsOf, type TestDefinition } from "../plan/index.js";
import type { Env } from "../sys/index.js";

/** A discovered test with its testconfig as planning reads it (items not set, commands waiting). Spec 01 § 9.2, evaluation A. */
export interface DiscoveredTest {
  readonly definition: TestDefinition;
  /** Source directory. */
  readonly directory: string;
  readonly testconfig: Config;
  /** Items that are known when the run is planned. */
  readonly items: ReadonlyMap<string, Item>;
}

/** All tests of the area, and how many mistakes the configurations hold: malformed headers, bad `[requirements]`. */
export interface Definitions {
  readonly tests: ReadonlyMap<string, DiscoveredTest>;
  /** Each was told to the log. */
  readonly mistakes: number;
}

/**
 * Reads the testconfigs of all tests of the area.
 *
 * @param runEnv environment of the run; copied for each test
 */
export function readDefinitions(area: Area, runEnv: Env): Definitions {
  const directories = discoverTests(area);
  const tests = new Map<string, DiscoveredTest>();
  let mistakes = 0;
  // Counts what is told.
  const log: Log = {
    ...area.log,
    error: (text) => {
      mistakes++;
      area.log.error(text);
    },
  };
  for (const text of malformedHeaders(area.config)) log.error(text);
  for (const [testname, directory] of directories) {
    const testconfig = readTestconfig(area, directory, { ...runEnv, MT_TEST_NAME: testname }, "planning");
    const late = hasLateItems(testconfig);
    const expanded = late ? undefined : expandItems(testconfig, area.log);
    const items = new Map((expanded ?? []).map((item) => [itemPath(item), item]));
    for (const text of malformedHeaders(testconfig)) log.error(text);
    const requirements = requirementsOf(testname, requirementTexts(testconfig), directories, log);
    const meta = metaOf(testname, testconfig);
    tests.set(testname, {
      definition: {
        testname,
        ...requirements,
        items: late ? { kind: "late" } : expanded === undefined ? { kind: "plain" } : { kind: "known", paths: new Set(items.keys()) },
        tags: parseTags(meta.tags),
        ...(meta.jobgroup !== "" && { jobgroup: meta.jobgroup }),
      },
      directory,
      testconfig,
      items,
    });
  }
  return { tests, mistakes };
}

/** What a testconfig says in `[requirements]` and `[itemmap]`. */
export function requirementTexts(testconfig: Config): RequirementTexts {
  const text = (name: string) => testconfig.lookup("requirements", name);
  return {
    waiton: text("waiton"),
    waitor: text("waitor"),
    mode: text("mode"),
    priority: text("priority"),
    itemmap: text("itemmap"),
    itemmaps: testconfig.variables("itemmap"),
    placeOf: (name) => testconfig.placeOf("requirements", name),
  };
}

/** `[test_meta]` of a testconfig; unset fields are empty. */
export function metaOf(testname: string, testconfig: Config): TestMeta {
  const field = (name: string) => testconfig.lookup("test_meta", name)?.trim() ?? "";
  return {
    testname,
    author: field("author"),
    owner: field("owner"),
    description: field("description"),
    reviewed: field("reviewed"),
    tags: field("tags"),
    jobgroup: field("jobgroup"),
  };
}
