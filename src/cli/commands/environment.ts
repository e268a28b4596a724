import { resolve } from "node:path";
import { Failure, messageOf } from "../../base/index.js";
import { writeFileAtomic } from "../../sys/index.js";
import type { Context } from "../context.js";

/** `-env2file NAME`: all variables as `NAME.sh` and `NAME.csh`; spec 05 § 11. */
export async function writeEnvironmentFiles({ args, cwd, env }: Context): Promise<number> {
  const { environmentFile } = await import("../../execute/index.js");
  const name = args.values.get("-env2file") ?? "";
  for (const shell of ["sh", "csh"] as const) writeOutput(resolve(cwd, `${name}.${shell}`), environmentFile(env, { shell }));
  return 0;
}

/** `-envcap CONTEXT [FILE]`; spec 05 § 11. */
export async function captureEnvironment(context: Context): Promise<number> {
  const { saveEnvironment } = await import("../../store/index.js");
  const name = context.args.values.get("-envcap") ?? "";
  if (name.includes("-"))
    throw new Failure("usage", `-envcap: the name of a context must not hold a "-", because -envdelta A-B could not name it: ${name}`);
  saveEnvironment(databaseFile(context), name, context.env);
  return 0;
}

/** `-envdelta A-B [FILE]`: what leads from one saved environment to another; spec 05 § 11. */
export async function printEnvironmentDelta(context: Context): Promise<number> {
  const { loadEnvironments } = await import("../../store/index.js");
  const { deltaText, environmentDelta } = await import("../environment-delta.js");
  const contexts = (context.args.values.get("-envdelta") ?? "").split("-");
  if (contexts.length !== 2 || contexts.includes("")) throw new Failure("usage", "-envdelta needs two contexts: A-B");
  const [before = new Map(), after = new Map()] = loadEnvironments(databaseFile(context), contexts);
  const text = deltaText(environmentDelta(before, after), context.args.values.get("-dumpmode") ?? "bash");
  const output = context.args.values.get("-o");
  if (output === undefined) context.stdout(text);
  else writeOutput(resolve(context.cwd, output), text);
  return 0;
}

function writeOutput(path: string, text: string): void {
  try {
    writeFileAtomic(path, text);
  } catch (error) {
    throw new Failure("io", `cannot write ${path}: ${messageOf(error)}`, 1, { cause: error });
  }
}

const databaseFile = ({ args, cwd }: Context) => resolve(cwd, args.leftovers[0] ?? "envdat.db");
