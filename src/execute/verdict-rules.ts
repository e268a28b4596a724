import { join } from "node:path";
import { type Area, applyRunVariables, testsPaths } from "../area/index.js";
import type { Log } from "../base/index.js";
import { Config, readConfig } from "../config/index.js";
import type { RunRecord, TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { type Env, isFile } from "../sys/index.js";

/** What writing a verdict takes. */
export interface VerdictServices {
  readonly area: Area;
  readonly records: Records;
  readonly log: Log;
  /** Environment of waiver commands and triggers, which get the test's own variables on top; with `MT_MEGATEST`. */
  readonly env: Env;
}

interface AreaRules {
  readonly paths: readonly string[];
  readonly ofTest: Map<string, Config>;
}

const rulesOfArea = new WeakMap<Area, AreaRules>();

/** Source directory of a test: the first of the tests paths that has it. Undefined when the test is no longer there. */
export function testSource(area: Area, testname: string): string | undefined {
  return rulesOf(area)
    .paths.map((path) => join(path, testname))
    .find((directory) => isFile(join(directory, "testconfig")));
}

/**
 * The sections of a testconfig that follow up a verdict, read once per test name and process, no command executed.
 *
 * @throws Failure `io` when the testconfig cannot be read
 * @see spec 03 § 20
 */
export function verdictRules(area: Area, testname: string): Config {
  const { ofTest } = rulesOf(area);
  const known = ofTest.get(testname);
  if (known !== undefined) return known;
  const source = testSource(area, testname);
  const rules =
    source === undefined
      ? new Config()
      : readConfig(join(source, "testconfig"), {
          log: area.log,
          env: { ...area.env },
          cwd: area.toppath,
          toppath: area.toppath,
          system: "off",
          sections: ["triggers", "waivers"],
          runconfigs: area.runconfigs,
        });
  ofTest.set(testname, rules);
  return rules;
}

function rulesOf(area: Area): AreaRules {
  let rules = rulesOfArea.get(area);
  if (rules === undefined) {
    rules = { paths: testsPaths(area), ofTest: new Map() };
    rulesOfArea.set(area, rules);
  }
  return rules;
}

/** The environment of a command that is run because of a record, outside its test. */
export function recordEnvironment({ area, env }: VerdictServices, run: RunRecord | undefined, test: TestRecord): Env {
  const own = { ...env };
  if (run !== undefined) applyRunVariables(area, own, run.target, run.runname);
  return { ...own, MT_TEST_NAME: test.testname, MT_TEST_RUN_DIR: test.rundir, MT_ITEMPATH: test.item_path };
}
