import { once } from "node:events";
import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { messageOf } from "../base/index.js";
import {
  Analysis,
  compileRules,
  loadErrorDat,
  loadErrorTail,
  type Outputs,
  PartBuffer,
  pageHead,
  type RuleFile,
  styleSheet,
  styleSheetName,
} from "../logpro/index.js";
import type { SchemeEffects } from "../scheme/index.js";
import { currentEnv, decodeBytes, type Env, encodeText, exitCodeOf, hostName, isDirectory, isFile, shellOutput, userName } from "../sys/index.js";

/** Runs one command line; the exit code. Spec 08 § 1. */
async function main(words: readonly string[], env: Env): Promise<number> {
  const stdout = new Output(1);
  try {
    return await run(words, stdout, env);
  } catch (error) {
    stdout.add(`ERROR: ${bytesOf(messageOf(error))}\n`);
    return 1;
  } finally {
    await stdout.flush();
  }
}

async function run([ruleFile, page, waiverFile]: readonly string[], stdout: Output, env: Env): Promise<number> {
  if (ruleFile === undefined) {
    stdout.add("Usage: logpro RULEFILE [HTMLFILE [WAIVERFILE]] < LOG > ANNOTATED-LOG\n");
    return 1;
  }
  if (!existsSync(ruleFile)) {
    stdout.add(`ERROR: command file ${bytesOf(ruleFile)} not found\n`);
    return 1;
  }
  const tool = toolPaths(env);
  stdout.add(toolText(tool));
  const waivers = waiverFile !== undefined && isReadable(waiverFile) ? [readRules(waiverFile)] : [];
  const pageOutput = page === undefined ? undefined : new Output(openSync(page, "w"));
  pageOutput?.add(pageHead);
  if (page !== undefined) placeStyleSheet(dirname(page), tool.styleSheets);
  const code = await analyse([...waivers, readRules(ruleFile)], { stdout, page: pageOutput, dat: openDat(datPath(page)) }, env);
  await pageOutput?.flush();
  return code;
}

interface Files {
  readonly stdout: Output;
  readonly page: Output | undefined;
  /** Where the .dat file goes, unless it cannot be opened. */
  readonly dat: number | undefined;
}

async function analyse(files: readonly RuleFile[], { stdout, page, dat }: Files, env: Env): Promise<number> {
  const compilation = compileRules(files, effectsOf(stdout, env));
  if (compilation.kind === "exit") return compilation.code;
  if (compilation.kind === "error") {
    const text = `ERROR: Syntax error in your command file!\n =>  ${compilation.message}\n`;
    stdout.add(text);
    page?.add(loadErrorTail(text));
    writeDat(dat, loadErrorDat(compilation.message));
    return 1;
  }
  const outputs: Outputs = {
    log: (part) => stdout.add(part),
    page: page === undefined ? undefined : (part) => page.add(part),
    runHook: (command) => runShell(command, env).stdout,
  };
  const analysis = new Analysis(compilation.rules, outputs);
  for await (const chunk of standardInput()) {
    analysis.push(chunk);
    await stdout.flush();
    await page?.flush();
  }
  const { exit_code, dat: values } = analysis.finish();
  writeDat(dat, values);
  return exit_code;
}

/** A file descriptor that is written to in large pieces. */
class Output {
  readonly #parts = new PartBuffer();
  #isBroken = false;

  constructor(readonly descriptor: number) {
    // Whoever reads our stdout may stop; the verdict is wanted all the same.
    if (descriptor === 1) process.stdout.on("error", () => this.#break());
  }

  add(part: Buffer | string): void {
    this.#parts.add(part);
  }

  /** Writes what was added, and waits while the reader is slower than we are. */
  async flush(): Promise<void> {
    for (const bytes of this.#parts.take()) {
      if (this.descriptor !== 1) writeAll(this.descriptor, bytes);
      else if (!this.#isBroken && !process.stdout.write(bytes)) await once(process.stdout, "drain").catch(() => this.#break());
    }
  }

  #break(): void {
    this.#isBroken = true;
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function standardInput(): Readable {
  return fstatSync(0).isFile() ? createReadStream("", { fd: 0, highWaterMark: 1024 * 1024 }) : process.stdin;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return isFile(file);
  } catch {
    return false;
  }
}

function readRules(file: string): RuleFile {
  return { name: bytesOf(file), text: readFileSync(file, "latin1") };
}

/** `<page without extension>.dat`, else `summary.dat` in the current directory. */
function datPath(page: string | undefined): string {
  return page === undefined ? "summary.dat" : join(dirname(page), `${basename(page, extname(page))}.dat`);
}

/** Emptied at once, so that no old result is taken for a new one. */
function openDat(path: string): number | undefined {
  try {
    return openSync(path, "w");
  } catch {
    // The spec wants no word about it.
    return undefined;
  }
}

function writeDat(descriptor: number | undefined, text: string): void {
  if (descriptor === undefined) return;
  writeAll(descriptor, Buffer.from(text, "latin1"));
  closeSync(descriptor);
}

interface ToolPaths {
  readonly program: string;
  readonly home: string;
  /** Where a style sheet may be, the first one that exists wins. */
  readonly styleSheets: readonly string[];
}

function toolPaths(env: Env): ToolPaths {
  const program = realpathSync(process.argv[1] ?? ".");
  const home = dirname(dirname(program));
  const own = [join(home, "share/css", styleSheetName), join(dirname(program), styleSheetName)];
  const chosen = env["LOGPRO_CSS"];
  return { program, home, styleSheets: chosen === undefined ? own : [resolve(chosen), ...own] };
}

function toolText({ program, home, styleSheets }: ToolPaths): string {
  const lines = [
    "",
    `bin-file:  ${program}`,
    `bin-home:  ${dirname(program)}`,
    `css-dir:   ${join(home, "share/css")}`,
    `cssfile:   ${styleSheets.find(isFile) ?? "built in"}`,
    `tool-home: ${home}`,
  ];
  return bytesOf(`${lines.join("\n")}\n`);
}

function placeStyleSheet(directory: string, candidates: readonly string[]): void {
  const path = join(directory, styleSheetName);
  if (existsSync(path)) return;
  const found = candidates.find(isFile);
  try {
    if (found === undefined) writeFileSync(path, styleSheet, { flag: "wx" });
    else symlinkSync(found, path);
  } catch {
    // The page can be read without it; another logpro may just have placed it.
  }
}

/** What rule files may do: everything that their author could do in a shell. */
function effectsOf(stdout: Output, env: Env): SchemeEffects {
  return {
    getenv: (name) => optional(env[textOf(name)], bytesOf),
    setenv: (name, value) => {
      env[textOf(name)] = textOf(value);
    },
    unsetenv: (name) => {
      delete env[textOf(name)];
    },
    shell: (command) => runShell(command, env),
    print: (text) => stdout.add(text),
    readFile: (path) => readFileSync(textOf(path), "latin1"),
    fileExists: (path) => statSync(textOf(path), { throwIfNoEntry: false }) !== undefined,
    directoryExists: (path) => isDirectory(textOf(path)),
    now: () => Date.now() / 1000,
    cwd: () => bytesOf(process.cwd()),
    userName: () => bytesOf(userName()),
    hostName: () => bytesOf(hostName()),
    pid: () => process.pid,
    random: Math.random,
  };
}

function runShell(command: string, env: Env): { code: number; stdout: string } {
  // No program can be given a NUL, which a hook may get from a binary log.
  const { ending, stdout } = shellOutput(textOf(command.replaceAll("\0", "")), { env, cwd: process.cwd() });
  return { code: exitCodeOf(ending), stdout: bytesOf(stdout) };
}

/** Scheme has one character per byte, the system whole letters. */
const textOf = (bytes: string) => decodeBytes(Buffer.from(bytes, "latin1"));
const bytesOf = (text: string) => encodeText(text).toString("latin1");

function optional<T, U>(value: T | undefined, change: (value: T) => U): U | undefined {
  return value === undefined ? undefined : change(value);
}

// Last, since a class exists only once its declaration has been reached.
process.exitCode = await main(process.argv.slice(2), currentEnv());
