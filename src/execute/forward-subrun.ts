import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { type Log, messageOf } from "../base/index.js";
import { parseSexpDump } from "../config/index.js";
import { fullName, type TestRecord } from "../model/index.js";
import { decodeBytes, type Env, start } from "../sys/index.js";
import { switches, switchValues, withoutMegatestVariables } from "./subrun.js";

/** The run of a test that may have a sub-run, and what calling megatest for that takes. */
export interface SubrunForwarding {
  readonly area: Area;
  readonly log: Log;
  readonly env: Env;
  /** Program of nested calls. */
  readonly megatest: string;
  readonly run: { readonly target: readonly string[]; readonly runname: string };
}

/**
 * Removes the runs that a test started as its sub-run.
 *
 * @returns false when that failed; true also when there is nothing to remove
 * @see spec 03 § 22
 */
export async function removeSubrun(forwarding: SubrunForwarding, test: TestRecord, keepRecords: boolean): Promise<boolean> {
  const isGone = await forwardToSubrun(forwarding, test, "remove", ["-remove-runs", ...(keepRecords ? ["-keep-records"] : [])]);
  if (isGone && hasSubrun(test)) writeFileSync(join(test.rundir, removedFlag), `${Math.floor(Date.now() / 1000)}\n`);
  return isGone;
}

/**
 * Does to the tests of a sub-run what is done to the test that started it.
 *
 * @param logPrefix begins the name of the log in the test's run directory
 * @param action switches, e.g. `-set-state-status NOT_STARTED,n/a`
 * @returns false when that failed; true also when there is no sub-run
 */
export async function forwardToSubrun(
  { area, log, env, megatest, run }: SubrunForwarding,
  test: TestRecord,
  logPrefix: string,
  action: readonly string[],
): Promise<boolean> {
  if (!hasSubrun(test)) return true;
  try {
    const file = join(test.rundir, configFile);
    const testconfig = parseSexpDump(decodeBytes(readFileSync(file)), file);
    if (testconfig === undefined) throw new Error(`${file} cannot be understood`);
    const runArea = realpathSync(join(test.rundir, areaLink));
    const values = switchValues({ target: run.target.join("/"), runname: run.runname, rundir: test.rundir }, testconfig, runArea, logPrefix);
    // A sub-run within the run of its test: its tests are part of what the user's own command selects.
    if (runArea === realpathSync(area.toppath) && values.get("target") === run.target.join("/") && values.get("run-name") === run.runname)
      return true;
    // These commands require one.
    if (!values.has("test-patt")) values.set("test-patt", "%");
    const options = switches.filter(([key]) => forwarded.has(key)).flatMap(([key, name]) => [name, values.get(key) ?? ""]);
    const { ended } = await start(megatest, [...action, ...options], {
      env: withoutMegatestVariables(env),
      cwd: area.toppath,
      stdio: ["ignore", "ignore", "ignore"],
    });
    const ending = await ended;
    if (ending.kind === "exit" && ending.code === 0) return true;
    log.error(`${action.join(" ")} failed for the sub-run of ${fullName(test)}: see ${values.get("log")}`);
  } catch (error) {
    log.error(`${action.join(" ")} failed for the sub-run of ${fullName(test)}: ${messageOf(error)}`);
  }
  return false;
}

const areaLink = "subrun-area";
const configFile = "testconfig.subrun";
/** In the run directory: the sub-run was removed, the test itself not yet. */
const removedFlag = "subrun.removed";

/** What selects tests of the sub-run; the other keys of the section steer how it runs. */
const forwarded: ReadonlySet<string> = new Set(["run-name", "target", "test-patt", "log", "start-dir"]);

function hasSubrun({ rundir }: TestRecord): boolean {
  return [areaLink, configFile].every((name) => existsSync(join(rundir, name))) && !existsSync(join(rundir, removedFlag));
}
