import { type Log, messageOf } from "../base/index.js";
import { trimBlanks, words } from "../model/index.js";
import { decodeEscapes } from "./escapes.js";
import { absolutePath, type HelperContext, runconfigValue, toppathOf } from "./helper-context.js";
import { evaluateScheme } from "./scheme-helper.js";
import { runCommand, variableOf } from "./shell.js";

interface Helper {
  readonly run: (arg: string, context: HelperContext) => string;
  /** The argument is the inside of a Scheme string literal. */
  readonly escaped?: true;
  readonly command?: true;
  /** Long runs are reported. */
  readonly timed?: true;
}

const shell: Helper = { run: shellText, escaped: true, command: true };
const environmentVariable: Helper = { run: (name, { env }) => variableOf(env, trimBlanks(name)) ?? "#f" };
const lookup: Helper = { run: lookUp };
const runconfig: Helper = { run: (name, context) => runconfigValue(trimBlanks(name), context) ?? "#f" };
const realPath: Helper = { run: absolutePath, escaped: true };
const scheme: Helper = { run: evaluateScheme };

const helpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ["getenv", environmentVariable],
  ["gv", environmentVariable],
  ["get", lookup],
  ["g", lookup],
  ["rget", runconfig],
  ["runconfigs-get", runconfig],
  ["rp", realPath],
  ["realpath", realPath],
  ["mtrah", { run: belowToppath, escaped: true }],
  ["shell", { ...shell, timed: true }],
  ["sh", shell],
  ["system", { run: waitStatus, escaped: true, command: true, timed: true }],
  ["scheme", { ...scheme, timed: true }],
  ["scm", scheme],
]);

const maxReplacements = 1000;

/**
 * Replaces every `#{NAME ARGUMENT}`: the last one whose argument is free of braces first, results scanned again, so
 * that inner helpers run before outer ones.
 */
export function expandHelpers(line: string, context: HelperContext): string {
  let text = line;
  for (let count = 0; ; count++) {
    const call = lastCall(text);
    if (call === undefined) return text;
    if (count === maxReplacements) {
      context.log.error(`more than ${maxReplacements} helpers in one line, the rest is left\n   ${context.place}`);
      return text;
    }
    text = text.slice(0, call.start) + evaluate(call, text, context) + text.slice(call.end);
  }
}

interface Call {
  readonly name: string;
  readonly helper: Helper;
  readonly arg: string;
  readonly start: number;
  readonly end: number;
}

const callShape = /#\{([a-z-]+)(?:[ \t\v\f\r]+([^{}]*))?\}/y;

function lastCall(text: string): Call | undefined {
  for (let start = text.lastIndexOf("#{"); start >= 0; start = start === 0 ? -1 : text.lastIndexOf("#{", start - 1)) {
    callShape.lastIndex = start;
    const [whole = "", name = "", arg] = callShape.exec(text) ?? [];
    const helper = helpers.get(name);
    if (helper === undefined || (arg === undefined && name !== "mtrah")) continue;
    return { name, helper, arg: arg ?? "", start, end: start + whole.length };
  }
  return undefined;
}

function evaluate({ name, helper, arg }: Call, line: string, context: HelperContext): string {
  if (helper.command && !context.permitted) return `#{(${name}) ${arg}}`;
  const started = performance.now();
  try {
    const result = helper.run(helper.escaped ? decodeEscapes(arg) : arg, context);
    if (helper.timed) reportSlow(context.log, line, arg, (performance.now() - started) / 1000, result);
    return result;
  } catch (error) {
    context.log.warn(`failed to process config input "${line}"`);
    context.log.print(0, ` message: ${messageOf(error)} (${context.place})`);
    return `#{( ${name}) ${arg}}`;
  }
}

/** Commands that take more than 2 s are worth a message; spec 01 § 4.1. */
export function reportSlow(log: Log, line: string, command: string, seconds: number, result: string): void {
  if (seconds <= 2) return;
  log.info(0, `for line "${line}"`);
  log.print(0, ` command:  ${command} took ${Math.round(seconds)} seconds to run with output:`);
  log.print(0, `   ${result}`);
}

function lookUp(arg: string, { config, log, place }: HelperContext): string {
  const [section, name] = words(arg);
  if (section !== undefined && name !== undefined) return config.lookup(section, name) ?? "#f";
  log.error(`#{get ${arg}} needs a section and a variable\n   ${place}`);
  return "#f";
}

function belowToppath(path: string, context: HelperContext): string {
  const top = toppathOf(context);
  return top === undefined ? "#f" : words(path).length === 0 ? top : `${top}/${path}`;
}

function shellText(command: string, context: HelperContext): string {
  const { code, text } = runCommand(command, context);
  if (code === 0) return text;
  context.log.error(`${command} returned bad exit code ${code}`);
  context.log.print(0, `   ${context.place}`);
  return "";
}

function waitStatus(command: string, context: HelperContext): string {
  return String(runCommand(command, context, "stderr").waitStatus);
}
