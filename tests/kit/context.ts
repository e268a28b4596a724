import { type Area, setUpArea } from "../../src/area/index.js";
import { makeLog } from "../../src/base/index.js";
import { parseArguments } from "../../src/cli/arguments.js";
import type { Context } from "../../src/cli/context.js";
import { verbosityOf } from "../../src/cli/log-stream.js";
import type { Records } from "../../src/store/index.js";
import type { Env } from "../../src/sys/index.js";
import { readableRecords } from "./records.js";

export interface CalledWith {
  readonly cwd: string;
  readonly env?: Env;
  readonly records?: Records;
}

/** A command's context over a real area below `cwd`, with its output caught. */
export function calledWith(line: string | readonly string[], { cwd, env = {}, records = readableRecords({}) }: CalledWith) {
  const words = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line;
  const args = parseArguments(words);
  const out: string[] = [];
  const errors: string[] = [];
  const log = makeLog((_level, text) => errors.push(text), verbosityOf(args, env).shows);
  const target = args.values.get("-reqtarg") ?? args.values.get("-target");
  const appendConfig = args.values.get("-append-config");
  let area: Area | undefined;
  const context: Context = {
    args,
    log,
    env,
    cwd,
    program: "/nowhere/megatest",
    bundle: (name) => `/nowhere/${name}.js`,
    stdout: (text) => out.push(text),
    logTo: () => log,
    area: async () => {
      area ??= setUpArea({ env, cwd, log, ...(target !== undefined && { target }), ...(appendConfig !== undefined && { appendConfig }) });
      return area;
    },
    records: async () => records,
    onInterrupt: () => {},
  };
  return { context, stdout: () => out.join(""), log: () => errors };
}
