import { join } from "node:path";
import { type Config, readConfig } from "../config/index.js";
import type { Env } from "../sys/index.js";
import type { Area } from "./area.js";

/**
 * Reads a testconfig with the given environment, which the exports of `[pre-launch-env-vars]` change.
 *
 * @param when `planning`: commands of `[system …]` values wait for their look-up; `running`: they run at once. Spec 01 § 5.4
 */
export function readTestconfig(area: Area, directory: string, env: Env, when: "planning" | "running"): Config {
  return readConfig(join(directory, "testconfig"), {
    log: area.log,
    env,
    cwd: area.toppath,
    toppath: area.toppath,
    system: when === "planning" ? "deferred" : "on",
    exported: "pre-launch-env-vars",
    runconfigs: area.runconfigs,
    ...(env["MT_TARGET"] !== undefined && { target: env["MT_TARGET"] }),
  });
}
