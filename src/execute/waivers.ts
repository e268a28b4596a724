import { join } from "node:path";
import { readTestconfig } from "../area/index.js";
import { messageOf, shellQuote } from "../base/index.js";
import type { Config } from "../config/index.js";
import { fullName, type TestRecord } from "../model/index.js";
import { type Env, exitCodeOf, isDirectory, isFile, start } from "../sys/index.js";
import { recordEnvironment, testSource, type VerdictServices, verdictRules } from "./verdict-rules.js";

/** One line of `[waivers]`: `NAME RULE GLOB`. */
interface WaiverLine {
  readonly name: string;
  readonly rule: string;
  readonly glob: string;
}

/**
 * The earlier record whose waiver also covers this test's failure; undefined when the failure stands.
 *
 * @see spec 03 § 19
 */
export async function waiverOf(services: VerdictServices, test: TestRecord): Promise<TestRecord | undefined> {
  const { area, records, log } = services;
  try {
    if (verdictRules(area, test.testname).names("waivers").length === 0) return undefined;
    const previous = await records.previousTest(test.run_id, test);
    if (previous?.state !== "COMPLETED" || previous.status !== "WAIVED") return undefined;
    const source = testSource(area, test.testname);
    if (source === undefined || !isDirectory(test.rundir)) return undefined;
    const env = recordEnvironment(services, await records.run(test.run_id), test);
    const testconfig = readTestconfig(area, source, { ...env }, "planning");
    for (const line of waiverLines(testconfig)) {
      if (!(await holds(services, line, testconfig, { test, previous, env }))) return undefined;
    }
    return previous;
  } catch (error) {
    log.error(`cannot check the waivers of ${fullName(test)}: ${messageOf(error)}`);
    return undefined;
  }
}

function waiverLines(testconfig: Config): WaiverLine[] {
  return testconfig.variables("waivers").map(({ name, value }) => {
    const [, rule = "", glob = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(value) ?? [];
    return { name, rule, glob };
  });
}

async function holds(
  { log }: VerdictServices,
  line: WaiverLine,
  testconfig: Config,
  { test, previous, env }: { readonly test: TestRecord; readonly previous: TestRecord; readonly env: Env },
): Promise<boolean> {
  const own = testconfig.lookup("waiver_rules", line.rule);
  const byLogpro = own === undefined && isFile(join(test.rundir, `${line.name}.logpro`));
  const rule = own ?? (byLogpro ? "diff %file1% %file2% | logpro %waivername%.logpro %waivername%.html" : "diff %file1% %file2%");
  // The pattern is for the shell to expand, the directories are not.
  const fileIn = (rundir: string) => `${shellQuote(rundir)}/${line.glob}`;
  const command = rule
    .replaceAll("%file1%", () => fileIn(test.rundir))
    .replaceAll("%file2%", () => fileIn(previous.rundir))
    .replaceAll("%waivername%", () => shellQuote(line.name));
  const { ended } = await start("/bin/sh", ["-c", command], { env, cwd: test.rundir, stdio: ["ignore", "ignore", "ignore"] });
  const code = exitCodeOf(await ended);
  // A warning of the rules is as good as none.
  const passed = code === 0 || (byLogpro && code === 2);
  if (!passed) log.info(1, `waiver ${line.name} of ${fullName(test)} does not hold: exit code ${code} of ${command}`);
  return passed;
}
