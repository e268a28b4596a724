import { appendFileSync, closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingIsOn } from "../config/index.js";
import { exitCodeOf, start } from "../sys/index.js";
import type { LaunchJob } from "./launch.js";

/**
 * Runs the launch command of a batch system or of the area's own launcher in the run directory, its output added to `mt_launch.log`.
 * Waits for its end unless `[setup] launchwait` is `no`.
 *
 * @throws Failure `io` when it cannot be started or ends with another code than 0
 * @see spec 03 § 6.3
 */
export async function runLaunchCommand(area: Area, job: LaunchJob): Promise<void> {
  const log = join(job.shortdir, "mt_launch.log");
  const useShell = settingIsOn(area.config, "jobtools", "useshell");
  const wait = settingIsOn(area.config, "setup", "launchwait");
  const [program = "", ...args] = useShell ? ["/bin/sh", "-c", job.command] : job.words;
  const output = openSync(log, "a");
  try {
    const running = await start(program, args, { env: job.env, cwd: job.shortdir, stdio: ["ignore", output, output], detached: !wait });
    if (!wait) {
      running.child.unref();
      return;
    }
    const code = exitCodeOf(await running.ended);
    if (code !== 0) throw new Failure("io", `launch failed (${code})`);
  } catch (error) {
    appendFileSync(log, `${String(error)}\n`);
    throw error instanceof Failure ? error : new Failure("io", `launch failed (${String(error)})`, 1, { cause: error });
  } finally {
    closeSync(output);
  }
}
