import type { Log } from "../base/index.js";
import { nearest } from "../base/index.js";
import type { Flag } from "./flags/flag.js";
import { allFlags, type ParameterName, type SwitchName } from "./flags.js";

/** A command line, understood. Flags are known by their usual spelling. Spec 05 § 1. */
export interface Arguments {
  /** The command line as it was given. */
  readonly words: readonly string[];
  readonly values: ReadonlyMap<ParameterName, string>;
  readonly switches: ReadonlySet<SwitchName>;
  /** Words that are no flag, in order. */
  readonly leftovers: readonly string[];
  /** What makes the line unusable: report it and exit with 1. */
  readonly errors: readonly string[];
}

/** What words say by a table of flags, which are known by their usual spelling. */
export interface Reading {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
  readonly leftovers: readonly string[];
  readonly errors: readonly string[];
}

/** Reads the words after the program's name, once, from left to right. */
export function readWords(words: readonly string[], flagOfWord: ReadonlyMap<string, Flag>): Reading {
  const values = new Map<string, string>();
  const secondChoice = new Map<string, string>();
  const switches = new Set<string>();
  const leftovers: string[] = [];
  const errors: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const flag = flagOfWord.get(word) ?? (word.startsWith("--") ? flagOfWord.get(word.slice(1)) : undefined);
    if (flag === undefined) leftovers.push(word);
    else if (flag.value === undefined) switches.add(flag.names[0]);
    else {
      const value = words[++index];
      // `-runname` beats `:runname`, wherever they stand.
      const isAlias = word.startsWith(":") && !flag.names[0].startsWith(":");
      if (value === undefined) errors.push(`param given without argument ${word}`);
      else (isAlias ? secondChoice : values).set(flag.names[0], value);
    }
  }
  for (const [name, value] of secondChoice) if (!values.has(name)) values.set(name, value);
  return { values, switches, leftovers, errors };
}

/** Each spelling with its flag. */
export function bySpelling(flags: readonly Flag[]): ReadonlyMap<string, Flag> {
  return new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag] as const)));
}

const flagOfWord = bySpelling(allFlags);

/** Reads the words after `megatest`. */
export function parseArguments(words: readonly string[]): Arguments {
  // The names are those of the table.
  return { words, ...readWords(words, flagOfWord) } as Arguments;
}

/** Whether a flag is on the line, with or without a value. */
export function isGiven(args: Arguments, name: ParameterName | SwitchName): boolean {
  return args.values.has(name as ParameterName) || args.switches.has(name as SwitchName);
}

/** Says which words were not understood, unless an action takes them; processing goes on. Spec 05 § 1 item 6. */
export function reportLeftovers(args: Arguments, log: Log): void {
  const welcome = isGiven(args, "-runstep") || isGiven(args, "-envcap") || isGiven(args, "-envdelta") || isGiven(args, "-migrate-homehost");
  if (welcome || args.leftovers.length === 0) return;
  log.error(`Unrecognised arguments: ${args.leftovers.join(" ")}`);
  for (const word of args.leftovers) {
    const suggestion = nearest(word, listedNames);
    if (suggestion !== undefined) log.print(0, `  ${word}: did you mean ${suggestion}?`);
  }
}

const listedNames = allFlags.filter((flag) => flag.unlisted === undefined).flatMap((flag) => flag.names);
