import { realpathSync } from "node:fs";
import { Failure } from "../base/index.js";
import { type Env, isDirectory } from "../sys/index.js";
import type { Arguments } from "./arguments.js";

/**
 * Goes to `-start-dir`, if given, and tells children so by `PWD`.
 *
 * @returns the directory from which the command works
 * @throws Failure `usage` when it is no directory
 * @see spec 05 § 2 step 3
 */
export function enterStartDirectory(args: Arguments, env: Env): string {
  const directory = args.values.get("-start-dir");
  if (directory === undefined) return process.cwd();
  if (!isDirectory(directory)) throw new Failure("usage", `non-existant start dir ${directory} specified, exiting.`);
  process.chdir(realpathSync(directory));
  env["PWD"] = process.cwd();
  return process.cwd();
}
