import { type Log, messageOf } from "../base/index.js";
import { type Env, isExecutable } from "../sys/index.js";
import type { Config } from "./config.js";
import { reportSlow } from "./helpers.js";
import { type CommandResult, runCommand } from "./shell.js";

/** Where commands of one configuration run. */
export interface CommandContext {
  readonly config: Config;
  readonly env: Env;
  readonly cwd: string;
  readonly log: Log;
}

/** A name that an environment can hold; a colon marks an internal one. Spec 01 § 7.2. */
export function isExportable(name: string): boolean {
  return name !== "" && !/[:=\0]/.test(name);
}

/** The process's environment, then what `default` and the current section say so far; commands see it, nobody else. */
function commandEnv({ config, env }: CommandContext, section: string): Env {
  const result = { ...env };
  for (const source of ["default", section]) {
    for (const name of config.names(source)) {
      if (config.isDeferred(source, name) || !isExportable(name)) continue;
      const value = config.lookup(source, name) ?? "";
      if (!value.includes("\0")) result[name] = value;
    }
  }
  return result;
}

/** Runs a command of a section; undefined, with an error in the log, when it cannot be started. */
export function runInSection(command: string, section: string, place: string, context: CommandContext): CommandResult | undefined {
  try {
    return runCommand(command, { env: commandEnv(context, section), cwd: context.cwd });
  } catch (error) {
    context.log.error(`cannot run ${command}: ${messageOf(error)}`);
    context.log.print(0, `   ${place}`);
    return undefined;
  }
}

/** The value of a line `KEY [system CMD]`; spec 01 § 5.3. */
export function systemValue(command: string, line: string, section: string, place: string, context: CommandContext): string {
  const result = runInSection(command, section, place, context);
  if (result === undefined) return "";
  if (result.code !== 0) context.log.error(`problem with ${line}, return code ${result.code} output: ${result.text} (${place})`);
  reportSlow(context.log, line, command, result.seconds, result.text);
  return result.text;
}

/** Whether a path names a program. */
export function isRunnable(path: string): boolean {
  try {
    return isExecutable(path);
  } catch {
    return false;
  }
}
