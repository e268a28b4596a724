import { write } from "../../src/scheme/display.js";
import type { SchemeEffects } from "../../src/scheme/effects.js";
import { createInterpreter } from "../../src/scheme/interpreter.js";

/** Effects for tests: an environment and a few files in memory, and what was printed. */
export function testEffects(): SchemeEffects & { readonly environment: Map<string, string>; readonly printed: string[] } {
  const environment = new Map([["HOME", "/home/me"]]);
  const printed: string[] = [];
  return {
    environment,
    printed,
    getenv: (name) => environment.get(name),
    setenv: (name, value) => void environment.set(name, value),
    unsetenv: (name) => void environment.delete(name),
    shell: (command) => ({ code: command.startsWith("exit ") ? Number(command.slice(5)) : 0, stdout: `${command}\n\nsecond\n` }),
    print: (text) => void printed.push(text),
    readFile: (path) => {
      if (path !== "/here") throw new Error(`no such file: ${path}`);
      return "one\ntwo\r\n";
    },
    fileExists: (path) => path === "/here",
    directoryExists: (path) => path === "/",
    makeDirectory: () => {},
    glob: (pattern) => [`${pattern}1`, `${pattern}2`],
    now: () => 1_700_000_000,
    cwd: () => "/here",
    userName: () => "me",
    hostName: () => "box",
    pid: () => 42,
    random: () => 0.5,
  };
}

/** The value of a program in the form a program would have it, or `error: …`. */
export function outcome(program: string, interpreter = createInterpreter(testEffects(), { steps: 300_000 })): string {
  try {
    return write(interpreter.evaluate(program));
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : error}`;
  }
}
