import { type Env, exitCodeOf, shellOutput } from "../sys/index.js";
import { splitLines } from "./text.js";

/** What a command of a configuration gave. */
export interface CommandResult {
  readonly stdout: string;
  /** Lines of `stdout` joined by one blank. */
  readonly text: string;
  /** As a shell would say; 0 is success. */
  readonly code: number;
  /** As `wait` reports it: exit code × 256, or the number of the signal. */
  readonly waitStatus: number;
  readonly seconds: number;
}

export interface CommandPlace {
  readonly env: Env;
  readonly cwd: string;
}

/**
 * Runs `/bin/sh -c command` and waits for it.
 *
 * @throws Error when it cannot be started
 */
export function runCommand(command: string, { env, cwd }: CommandPlace, stdoutTo?: "stderr"): CommandResult {
  const started = performance.now();
  const { ending, stdout } = shellOutput(command, { env, cwd, ...(stdoutTo && { stdoutTo }) });
  return {
    stdout,
    text: splitLines(stdout).join(" "),
    code: exitCodeOf(ending),
    waitStatus: ending.kind === "exit" ? ending.code * 256 : ending.signal,
    seconds: (performance.now() - started) / 1000,
  };
}

/** An environment variable; names such as `constructor` are not mistaken for one. */
export function variableOf(env: Env, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}

/** Variables that a shell sets by itself, whatever its environment says. */
const shellOwned =
  /^(?:_|IFS|PWD|OLDPWD|PPID|SHLVL|OPT[A-Z]+|LINENO|RANDOM|SECONDS|E?UID|GROUPS|PS\d|BASH.*|[A-Z]*OPTS|DIRSTACK|HISTCMD|EPOCH.*|SRANDOM)$/;

/**
 * The first line that `/bin/sh -c "echo VALUE"` prints; without a shell where plain text and `$NAME` give the same.
 *
 * @see spec 01 § 7.2, 03 § 9.1
 */
export function shellExpand(value: string, place: CommandPlace): string {
  return expandPlainly(value, place.env) ?? firstLine(`echo ${value}`, place);
}

/** The first line that a command prints. */
export function firstLine(command: string, place: CommandPlace): string {
  return splitLines(runCommand(command, place).stdout)[0] ?? "";
}

/** Undefined when a shell might see more in the value than words and variables. */
function expandPlainly(value: string, env: Env): string | undefined {
  if (!/^[\w \t./,:@%+=^\x80-\uffff${}-]*$/.test(value)) return undefined;
  let shellNeeded = false;
  const expanded = value.replace(/\$(?:(\w+)|\{(\w+)\})|[${}]/g, (_, bare: string | undefined, braced: string | undefined) => {
    const name = bare ?? braced ?? "";
    const text = variableOf(env, name);
    // Unquoted text of a variable is split and globbed; some echos take a backslash for an escape.
    if (text === undefined || /^\d/.test(name) || shellOwned.test(name) || /[*?[\\]/.test(text)) shellNeeded = true;
    return text ?? "";
  });
  const line = expanded.replace(/[ \t\n]+/g, " ").replace(/^ | $/g, "");
  return shellNeeded || line.startsWith("-") ? undefined : line;
}
