import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, shellQuote } from "../base/index.js";
import { fullName, type RunRecord, type TestRecord } from "../model/index.js";
import type { ChangedTest } from "../store/index.js";
import { isDirectory, isWritable, makeDirectories, start, userName } from "../sys/index.js";
import { recordEnvironment, type VerdictServices, verdictRules } from "./verdict-rules.js";

/** A command that a trigger key starts. */
interface Trigger {
  readonly key: string;
  readonly command: string;
  /** Where it is defined; begins the name of its log. */
  readonly origin: "tconfig" | "mtconfig";
}

/**
 * Starts the commands that `[triggers]` of the testconfig and of megatest.config name for what a write has made of its records. They go on by
 * themselves; what goes wrong is logged and disturbs nothing.
 *
 * @param always fire for the written test itself even if its verdict is what it was
 * @see spec 03 § 20
 */
export async function fireTriggers(services: VerdictServices, testId: number, changes: readonly ChangedTest[], always: boolean): Promise<void> {
  for (const { before, after } of changes) {
    const isNews = before.state !== after.state || before.status !== after.status || (always && after.id === testId);
    if (!isNews) continue;
    try {
      const triggers = triggersFor(services, after);
      if (triggers.length === 0) continue;
      const run = await services.records.run(after.run_id);
      for (const trigger of triggers) await startTrigger(services, trigger, run, after);
    } catch (error) {
      services.log.error(`triggers of ${fullName(after)} at ${after.state}/${after.status}: ${messageOf(error)}`);
    }
  }
}

function triggersFor({ area }: VerdictServices, { testname, state, status }: TestRecord): Trigger[] {
  const sources = [
    { origin: "tconfig", config: verdictRules(area, testname) },
    { origin: "mtconfig", config: area.config },
  ] as const;
  return [`${state}/${status}`, `${state}/`, `/${status}`].flatMap((key) =>
    sources.flatMap(({ origin, config }) => {
      const command = config.lookup("triggers", key)?.trim() ?? "";
      return command === "" ? [] : [{ key, command, origin }];
    }),
  );
}

async function startTrigger(services: VerdictServices, { key, command, origin }: Trigger, run: RunRecord | undefined, test: TestRecord) {
  const { toppath } = services.area;
  const words = [test.id, test.rundir, key, test.testname, test.item_path, test.state, test.status, test.event_time];
  const line = `${command} ${words.map((word) => shellQuote(String(word))).join(" ")}`;
  const log = openSync(join(logDirectory(test.rundir, toppath), `${origin}-last-trigger-${key.replace(/[/ ]/g, "-")}.log`), "a");
  try {
    const cwd = isDirectory(test.rundir) ? test.rundir : toppath;
    const env = recordEnvironment(services, run, test);
    // It names the log of whoever started us.
    delete env["NBFAKE_LOG"];
    const { child } = await start("/bin/sh", ["-c", line], { env, cwd, stdio: ["ignore", log, log], detached: true });
    child.unref();
  } finally {
    closeSync(log);
  }
}

function logDirectory(rundir: string, toppath: string): string {
  const directory = [rundir, toppath].find((path) => isDirectory(path) && isWritable(path));
  if (directory !== undefined) return directory;
  const own = join(tmpdir(), userName());
  makeDirectories(own);
  return own;
}
