import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { messageOf } from "../base/index.js";
import type { Records } from "../store/index.js";
import { type Env, makeDirectories, start } from "../sys/index.js";

/** The run around which hooks are called. */
export interface HookContext {
  readonly area: Area;
  readonly records: Records;
  readonly run: { readonly id: number; readonly target: readonly string[]; readonly runname: string };
  /** Environment of the run (`runEnvironment`). */
  readonly env: Env;
}

/** Runs `[runs] pre-hook` to its end, unless the run has test records already. Its exit status is ignored. Spec 02 § 15.1 */
export async function runPreHook(context: HookContext): Promise<void> {
  const command = hookCommand(context, "pre-hook");
  if (command === undefined) return;
  if ((await context.records.tests(context.run.id, {})).length > 0) {
    context.area.log.print(0, `Skipping pre-hook call "${command}" as there are existing tests for this run.`);
    return;
  }
  await runHook(context, "pre-hook", command);
}

/** Runs `[runs] post-hook` to its end. Its exit status is ignored. Spec 02 § 15.2 */
export async function runPostHook(context: HookContext): Promise<void> {
  const command = hookCommand(context, "post-hook");
  if (command !== undefined) await runHook(context, "post-hook", command);
}

type HookName = "pre-hook" | "post-hook";

function hookCommand({ area }: HookContext, name: HookName): string | undefined {
  return area.config.lookup("runs", name)?.trim() || undefined;
}

async function runHook({ area, run, env }: HookContext, name: HookName, command: string): Promise<void> {
  const began = performance.now();
  try {
    const log = openHookLog(area.toppath, `${name}-${run.target.join("-")}-${run.runname}.log`);
    try {
      const running = await start("/bin/sh", ["-c", command], { env, cwd: area.toppath, stdio: ["ignore", log, log] });
      await running.ended;
    } finally {
      closeSync(log);
    }
  } catch (error) {
    area.log.error(`${name} "${command}" was not run: ${messageOf(error)}`);
    return;
  }
  area.log.info(0, `${name} "${command}" took ${((performance.now() - began) / 1000).toFixed(1)} seconds`);
}

/** In `logs`, or in the area itself when there can be no such directory. */
function openHookLog(toppath: string, file: string): number {
  const logs = join(toppath, "logs");
  try {
    makeDirectories(logs);
    return openSync(join(logs, file), "a");
  } catch {
    return openSync(join(toppath, file), "a");
  }
}
