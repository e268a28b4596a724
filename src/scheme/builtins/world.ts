import { messageOf } from "../../base/index.js";
import { display, write } from "../display.js";
import type { SchemeEffects } from "../effects.js";
import { SchemeError, WrongArgument } from "../error.js";
import { endOfFile, Foreign, listOf, type SchemeValue } from "../values.js";
import { any, type Builtin, indexOf, type Runner, textOf } from "./arguments.js";

/** Environment, commands, files and printing. */
export function worldBuiltins(effects: SchemeEffects, runner: Runner): readonly Builtin[] {
  return [...environmentBuiltins(effects), ...printBuiltins(effects, runner), ...fileBuiltins(effects), ...inputBuiltins(effects, runner)];
}

/** Something the host may leave out. */
function available<T>(effect: T | undefined): T {
  if (effect === undefined) throw new WrongArgument("not available here");
  return effect;
}

/** Runs an effect; what goes wrong in the system is an error of the program. */
function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof SchemeError ? error : new WrongArgument(messageOf(error));
  }
}

function environmentBuiltins(effects: SchemeEffects): readonly Builtin[] {
  const getenv = ([name]: readonly SchemeValue[]) => effects.getenv(textOf(name)) ?? false;
  return [
    ["getenv", 1, 1, getenv],
    ["get-environment-variable", 1, 1, getenv],
    ["setenv", 2, 2, ([name, value]) => void effects.setenv(textOf(name), textOf(value))],
    ["unsetenv", 1, 1, ([name]) => void effects.unsetenv(textOf(name))],
    ["current-directory", 0, 0, () => effects.cwd()],
    ["current-user-name", 0, 0, () => effects.userName()],
    ["get-host-name", 0, 0, () => effects.hostName()],
    ["current-process-id", 0, 0, () => effects.pid()],
    ["random", 1, 1, ([limit]) => Math.floor(effects.random() * indexOf(limit, Number.MAX_SAFE_INTEGER))],
  ];
}

function printBuiltins(effects: SchemeEffects, runner: Runner): readonly Builtin[] {
  const print = (text: string) => {
    runner.spend(1 + (text.length >> 6));
    effects.print(text);
  };
  return [
    ["print", 0, any, (args) => void print(`${args.map(display).join("")}\n`)],
    ["display", 1, 2, ([value]) => void print(display(value))],
    ["write", 1, 2, ([value]) => void print(write(value))],
    ["newline", 0, 1, () => void print("\n")],
    // Whatever the port, there is one place to print to.
    ["current-output-port", 0, 0, () => new Foreign("port")],
    ["current-error-port", 0, 0, () => new Foreign("port")],
  ];
}

function fileBuiltins(effects: SchemeEffects): readonly Builtin[] {
  const exists = (path: string, test: ((path: string) => boolean) | undefined) => attempt(() => available(test).call(effects, path)) && path;
  const create = (path: string) => {
    attempt(() => available(effects.makeDirectory).call(effects, path));
    return path;
  };
  return [
    ["file-exists?", 1, 1, ([path]) => exists(textOf(path), effects.fileExists)],
    ["directory-exists?", 1, 1, ([path]) => exists(textOf(path), effects.directoryExists)],
    ["create-directory", 1, 2, ([path]) => create(textOf(path))],
    ["glob", 0, any, (args) => listOf(args.flatMap((pattern) => [...attempt(() => available(effects.glob).call(effects, textOf(pattern)))]))],
  ];
}

/** Lines of output joined by blanks, as the helper `#{shell}` has them; spec 01 § 4. */
function joinedLines(output: string): string {
  const lines = output.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.join(" ");
}

function inputBuiltins(effects: SchemeEffects, runner: Runner): readonly Builtin[] {
  let input: string | undefined;
  const run = (command: SchemeValue) => attempt(() => available(effects.shell).call(effects, textOf(command)));
  const withInput = (text: string, reader: SchemeValue) => {
    const outer = input;
    input = text;
    try {
      return runner.apply(reader, []);
    } finally {
      input = outer;
    }
  };
  const readLine = () => {
    if (input === undefined || input === "") return endOfFile;
    const end = input.indexOf("\n");
    const line = end < 0 ? input : input.slice(0, end);
    input = end < 0 ? "" : input.slice(end + 1);
    return line.replace(/\r$/, "");
  };
  const readLines = () => {
    const lines: SchemeValue[] = [];
    for (let line = readLine(); line !== endOfFile; line = readLine()) lines.push(line);
    runner.spend(lines.length);
    return listOf(lines);
  };
  const shell = (command: SchemeValue) => {
    const { code, stdout } = run(command);
    if (code === 0) return joinedLines(stdout);
    effects.print(`ERROR: ${textOf(command)} returned bad exit code ${code}\n`);
    return "";
  };
  const system = (command: SchemeValue) => {
    const { code, stdout } = run(command);
    effects.print(stdout);
    // The raw wait status, as 1.65 gives it.
    return code * 256;
  };
  return [
    ["shell", 1, 1, ([command]) => shell(command)],
    ["system", 1, 1, ([command]) => system(command)],
    ["with-input-from-pipe", 2, 2, ([command, reader]) => withInput(run(command).stdout, reader)],
    [
      "with-input-from-file",
      2,
      2,
      ([path, reader]) =>
        withInput(
          attempt(() => available(effects.readFile).call(effects, textOf(path))),
          reader,
        ),
    ],
    ["read-line", 0, 1, readLine],
    ["read-lines", 0, 1, readLines],
    ["eof-object?", 1, 1, ([value]) => value === endOfFile],
  ];
}
