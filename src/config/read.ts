import { dirname, relative, resolve } from "node:path";
import { type Log, messageOf, shellQuote } from "../base/index.js";
import type { Env } from "../sys/index.js";
import { classify, isComment } from "./classify.js";
import { type CommandContext, isExportable, isRunnable, runInSection, systemValue } from "./commands.js";
import { Config } from "./config.js";
import type { HelperContext } from "./helper-context.js";
import { expandHelpers } from "./helpers.js";
import { fileStamp, joinLines, type Line, readLines } from "./lines.js";
import { isPattern, matchesSection, patternOf } from "./patterns.js";
import { shellExpand } from "./shell.js";
import { trimEndBlanks } from "./text.js";

/** How one configuration is read; spec 01 § 5.1. */
export interface ReadOptions {
  readonly log: Log;
  /** Environment of helpers and commands; exports of the file are written into it. */
  readonly env: Env;
  readonly cwd: string;
  /** For `#{mtrah}`; unknown while the area is being set up elsewhere. */
  readonly toppath?: string;
  /** What becomes of `[system …]` values and shell helpers. */
  readonly system: "on" | "deferred" | "off";
  /** Sections to keep; others are parsed and removed at the end. Absent: all. */
  readonly sections?: readonly string[];
  /** Sections whose name contains this text are exported while read. */
  readonly exported?: string;
  /** For `#{rget}`. When it is one of `sections`, that section exists from the beginning, so that patterns apply to it. */
  readonly target?: string;
  /** Where `#{rget}` looks when the file itself has no value. */
  readonly runconfigs?: Config;
  /** Called when a section has ended. */
  readonly onSectionEnd?: (section: string, config: Config) => void;
  /** Lay the file over this configuration, which is changed, instead of an empty one. */
  readonly base?: Config;
}

/**
 * Reads a configuration file. A missing file gives an empty configuration (or `base`) and an info line at level 1.
 *
 * @throws Failure `io` when the file, or one that it includes, exists but cannot be read
 * @see spec 01 § 3 to § 5
 */
export function readConfig(file: string, options: ReadOptions): Config {
  const config = options.base ?? new Config();
  const path = resolve(options.cwd, file);
  const { lines, stamp } = readLines(path);
  config.sources.set(path, stamp);
  if (lines === undefined) {
    options.log.info(1, `read-config - file not found ${path} current path: ${options.cwd}`);
    return config;
  }
  new Reader(config, options).read(path, lines);
  return config;
}

/** Files and scripts may nest this deep; spec 01 § 3.3. */
const maxDepth = 50;

class Reader {
  readonly #config: Config;
  readonly #options: ReadOptions;
  /** The target's section, which patterns find even before the file names it. */
  readonly #seed: string | undefined;
  #section = "default";
  #permitted: boolean;
  #trim = false;
  /** The variable that indented lines continue; `lead` is the indentation of the first of them. */
  #open: { readonly name: string; readonly line: number; readonly lead?: string } | undefined;
  /** Files being read, the outermost first; script output counts as the file that named the script. */
  readonly #files: string[] = [];

  constructor(config: Config, options: ReadOptions) {
    this.#config = config;
    this.#options = options;
    this.#seed = options.sections?.find((section) => section === options.target);
    this.#permitted = this.#isPermitted("default");
  }

  /** Reads the outermost file, then removes the sections that are not wanted. */
  read(file: string, lines: readonly Line[]): void {
    this.#readLines(file, lines);
    if (this.#seed !== undefined) this.#config.touch(this.#seed);
    const { sections } = this.#options;
    if (sections === undefined) return;
    for (const name of this.#config.sectionNames()) if (!sections.includes(name)) this.#config.removeSection(name);
  }

  #readLines(file: string, lines: readonly Line[]): void {
    const outer = this.#section;
    this.#files.push(file);
    this.#open = undefined;
    for (const line of lines) this.#readLine(file, line);
    this.#files.pop();
    this.#open = undefined;
    const goesOn = this.#files.length > 0 && this.#section === outer;
    if (!goesOn) this.#options.onSectionEnd?.(this.#section, this.#config);
    this.#applyPattern();
    this.#enter(outer);
  }

  #readLine(file: string, { text, number }: Line): void {
    const expanded = text.includes("#{") && !isComment(text) ? expandHelpers(text, this.#helperContext(file, number)) : text;
    const line = this.#trim ? trimEndBlanks(expanded) : expanded;
    const kind = classify(line);
    if (kind.kind !== "continued") this.#open = undefined;
    switch (kind.kind) {
      case "setting":
        if (kind.name === "trim-trailing-spaces") this.#trim = kind.value !== "no";
        break;
      case "include":
        this.#include(kind.file, file, number);
        break;
      case "script":
        this.#script(kind.program, kind.args, file, number);
        break;
      case "section":
        this.#header(kind.name);
        break;
      case "system":
        this.#system(kind.name, kind.command, line, file, number);
        break;
      case "variable":
        this.#define(kind.name, kind.value, file, number);
        break;
      case "continued":
        this.#continue(kind.indent, kind.text, file, number);
        break;
      case "comment":
      case "blank":
        break;
      case "unparsable":
        this.#options.log.error(`problem parsing ${this.#place(file, number)},\n   "${line}"`);
    }
  }

  #header(name: string): void {
    if (name !== this.#section) {
      this.#options.onSectionEnd?.(this.#section, this.#config);
      this.#applyPattern();
      this.#enter(name);
    }
    this.#config.touch(name);
  }

  #enter(section: string): void {
    this.#section = section;
    this.#permitted = this.#isPermitted(section);
  }

  /** Whether commands may run in a section; spec 01 § 5.2. */
  #isPermitted(section: string): boolean {
    const { system, sections } = this.#options;
    if (system === "off") return false;
    if (sections === undefined || section === "default" || sections.includes(section)) return true;
    return isPattern(section) && ["default", ...sections].some((wanted) => matchesSection(section, wanted));
  }

  /** When a pattern section ends, its variables go to every section that it matches, and it goes away; spec 01 § 3.5. */
  #applyPattern(): void {
    const pattern = this.#section;
    if (!isPattern(pattern) || !this.#config.has(pattern)) return;
    const { log } = this.#options;
    try {
      const shape = patternOf(pattern);
      const candidates = new Set([...this.#config.sectionNames(), ...(this.#seed === undefined ? [] : [this.#seed])]);
      candidates.delete(pattern);
      for (const name of candidates) if (shape.test(name)) this.#config.copyVariables(pattern, name);
    } catch (error) {
      log.error(`section [${pattern}] is no usable pattern: ${messageOf(error)}`);
    }
    this.#config.removeSection(pattern);
  }

  get #isExported(): boolean {
    const { exported } = this.#options;
    return exported !== undefined && this.#section.includes(exported);
  }

  #define(name: string, text: string, file: string, line: number): void {
    const value = this.#isExported ? this.#expand(text, file, line) : text;
    if (this.#isExported) this.#export(name, value);
    this.#config.set(this.#section, name, value, file, line);
    this.#open = { name, line };
  }

  #expand(value: string, file: string, line: number): string {
    try {
      return shellExpand(value, this.#options);
    } catch (error) {
      this.#options.log.error(`cannot expand ${value}: ${messageOf(error)}\n   ${this.#place(file, line)}`);
      return value;
    }
  }

  #export(name: string, value: string): void {
    if (isExportable(name) && !value.includes("\0")) this.#options.env[name] = value;
  }

  /** Appends an indented line to the variable above it, raw; spec 01 § 3.2. */
  #continue(indent: string, text: string, file: string, line: number): void {
    if (this.#open === undefined) {
      this.#options.log.info(2, `indented line that continues nothing: ${this.#place(file, line)}`);
      return;
    }
    const { name, line: first, lead } = this.#open;
    const prefix = lead === undefined ? "" : indent.replace(lead, "");
    const old = this.#config.lookup(this.#section, name) ?? "";
    this.#config.set(this.#section, name, `${old}\n${prefix}${text}`, file, first);
    this.#open = { name, line: first, lead: lead ?? indent };
  }

  #system(name: string, command: string, line: string, file: string, number: number): void {
    if (!this.#permitted) return;
    const value = (section: string) => systemValue(command, line, section, this.#place(file, number), this.#commandContext);
    if (this.#options.system === "deferred") {
      this.#config.set(this.#section, name, value, file, number);
      return;
    }
    const text = value(this.#section);
    if (this.#isExported) this.#export(name, text);
    this.#config.set(this.#section, name, text, file, number);
  }

  #include(name: string, file: string, line: number): void {
    const { log } = this.#options;
    const path = resolve(dirname(file), name);
    if (this.#files.includes(path)) {
      log.error(`${path} includes itself, skipped\n   ${this.#place(file, line)}`);
      return;
    }
    if (this.#isTooDeep(file, line)) return;
    const { lines, stamp } = readLines(path, this.#place(file, line));
    this.#config.sources.set(path, stamp);
    if (lines === undefined) {
      log.print(2, `INFO: include file ${name} not found (called from ${file})`);
      log.print(2, `        ${path}`);
      return;
    }
    this.#readLines(path, lines);
  }

  /** Reads the output of a program, which must be a file: no search along PATH. Spec 01 § 3.4. */
  #script(program: string, args: string, file: string, line: number): void {
    const { log, cwd } = this.#options;
    const place = this.#place(file, line);
    const path = [cwd, dirname(file)].map((directory) => resolve(directory, program)).find(isRunnable);
    if (path === undefined) {
      log.print(0, `Script not found or not exectutable: ${program}`);
      log.print(0, `   ${place}`);
      return;
    }
    if (this.#isTooDeep(file, line)) return;
    this.#config.sources.set(path, fileStamp(path));
    const result = runInSection(shellQuote(path) + args, this.#section, place, this.#commandContext);
    if (result === undefined) return;
    if (result.code !== 0) log.error(`${program}${args} returned bad exit code ${result.code}\n   ${place}`);
    this.#readLines(
      file,
      joinLines(result.stdout).map(({ text }) => ({ text, number: line })),
    );
  }

  #isTooDeep(file: string, line: number): boolean {
    if (this.#files.length < maxDepth) return false;
    this.#options.log.error(`includes nested more than ${maxDepth} deep, skipped\n   ${this.#place(file, line)}`);
    return true;
  }

  get #commandContext(): CommandContext {
    const { env, cwd, log } = this.#options;
    return { config: this.#config, env, cwd, log };
  }

  #helperContext(file: string, line: number): HelperContext {
    const { log, env, cwd, toppath, target, runconfigs } = this.#options;
    return {
      log,
      env,
      cwd,
      config: this.#config,
      permitted: this.#permitted,
      place: this.#place(file, line),
      ...(toppath !== undefined && { toppath }),
      ...(target !== undefined && { target }),
      ...(runconfigs !== undefined && { runconfigs }),
    };
  }

  /** `FILE:LINE`, short where the file lies below the current directory. */
  #place(file: string, line: number): string {
    const short = relative(this.#options.cwd, file);
    return `${short.startsWith("..") ? file : short}:${line}`;
  }
}
