import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { SchemeEffects } from "../scheme/index.js";
import { hostName, isDirectory, isFile, makeDirectories, userName } from "../sys/index.js";
import type { HelperContext } from "./helper-context.js";
import { runCommand, variableOf } from "./shell.js";
import { splitLines } from "./text.js";

/**
 * What `#{scheme …}` may do to the world: the environment is that of the configuration being read.
 *
 * @param context of the helper that is being evaluated
 */
export function schemeEffects(context: () => HelperContext, toScheme: (text: string) => string, fromScheme: (text: string) => string): SchemeEffects {
  const absolute = (path: string) => resolve(context().cwd, fromScheme(path));
  return {
    getenv: (name) => {
      const value = variableOf(context().env, fromScheme(name));
      return value === undefined ? undefined : toScheme(value);
    },
    setenv: (name, value) => {
      context().env[fromScheme(name)] = fromScheme(value);
    },
    unsetenv: (name) => {
      delete context().env[fromScheme(name)];
    },
    shell: (command) => {
      const { code, stdout } = runCommand(fromScheme(command), context());
      return { code, stdout: toScheme(stdout) };
    },
    print: (text) => {
      if (text.trim() !== "") context().log.print(0, fromScheme(text.replace(/\n$/, "")));
    },
    readFile: (path) => readFileSync(absolute(path), "latin1"),
    fileExists: (path) => isFile(absolute(path)) || isDirectory(absolute(path)),
    directoryExists: (path) => isDirectory(absolute(path)),
    makeDirectory: (path) => {
      makeDirectories(absolute(path));
    },
    glob: (pattern) => matchingFiles(fromScheme(pattern), context()).map(toScheme),
    now: () => Date.now() / 1000,
    cwd: () => toScheme(context().cwd),
    userName,
    hostName,
    pid: () => process.pid,
    random: Math.random,
  };
}

/** Files that match, by the shell; all but the wildcards in the pattern is literal. */
function matchingFiles(pattern: string, context: HelperContext): string[] {
  const literal = pattern.replace(/[^\w./*?[\]-]/g, "\\$&");
  return splitLines(runCommand(`for file in ${literal}; do [ -e "$file" ] && printf '%s\\n' "$file"; done`, context).stdout);
}
