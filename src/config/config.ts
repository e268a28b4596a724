import type { Log } from "../base/index.js";

/** A value: text, or a command that runs at every look-up and is told the section that holds it. */
export type ConfigValue = string | ((section: string) => string);

interface Entry {
  readonly value: ConfigValue;
  readonly file: string;
  readonly line: number;
}

export interface ConfigVariable {
  readonly name: string;
  readonly value: string;
  /** The file that defines it. */
  readonly file: string;
  /** The line in that file; 0 when unknown (read back from a cache). */
  readonly line: number;
}

/**
 * A configuration: an ordered map of section names to ordered lists of variables. Bytes that are no UTF-8
 * survive as `decodeBytes` of src/sys keeps them.
 *
 * @see spec 01 § 2
 */
export class Config {
  /** Stamps of the files that it was made from, by path; empty for one that was looked for in vain. */
  readonly sources = new Map<string, string>();
  readonly #sections = new Map<string, Map<string, Entry>>();
  readonly #lines = new Map<string, (Entry & { readonly name: string })[]>();

  /** Makes the section exist. */
  touch(section: string): void {
    this.#sectionOf(section);
  }

  /** The last definition wins and moves the variable to the end of its section. */
  set(section: string, name: string, value: ConfigValue, file: string, line = 0): void {
    const entries = this.#sectionOf(section);
    entries.delete(name);
    entries.set(name, { value, file, line });
    this.#addLine(section, { name, value, file, line });
  }

  /** Sets every variable of one section in another; deferred ones stay deferred. */
  copyVariables(from: string, to: string): void {
    for (const [name, { value, file, line }] of this.#sections.get(from) ?? []) this.set(to, name, value, file, line);
  }

  removeSection(section: string): void {
    this.#sections.delete(section);
    this.#lines.delete(section);
  }

  removeVariable(section: string, name: string): void {
    this.#sections.get(section)?.delete(name);
  }

  /** Section names in the order of their first mention. */
  sectionNames(): string[] {
    return [...this.#sections.keys()];
  }

  has(section: string): boolean {
    return this.#sections.has(section);
  }

  /** The value; an empty value is a value. */
  lookup(section: string, name: string): string | undefined {
    const entry = this.#sections.get(section)?.get(name);
    return entry === undefined ? undefined : currentValue(entry, section);
  }

  /** Whether the value is a command that runs at look-up; spec 01 § 5.3. */
  isDeferred(section: string, name: string): boolean {
    return typeof this.#sections.get(section)?.get(name)?.value === "function";
  }

  /** Variables in order; empty for an unknown section. Evaluates deferred values. */
  variables(section: string): ConfigVariable[] {
    return [...(this.#sections.get(section) ?? [])].map(([name, entry]) => ({ ...entry, name, value: currentValue(entry, section) }));
  }

  /** As {@link variables}, also those whose name a later line defines again: for sections in which a line is a rule. A cache has only the last ones. */
  lines(section: string): ConfigVariable[] {
    return (this.#lines.get(section) ?? []).map((entry) => ({ ...entry, value: currentValue(entry, section) }));
  }

  /** Names in order, without evaluating anything. */
  names(section: string): string[] {
    return [...(this.#sections.get(section)?.keys() ?? [])];
  }

  /** `FILE:LINE` of a definition, for messages; undefined for an unknown variable. */
  placeOf(section: string, name: string): string | undefined {
    const entry = this.#sections.get(section)?.get(name);
    return entry && `${entry.file}:${entry.line}`;
  }

  /** The number, or `fallback` with an error in the log when the text is none; spec 01 § 2. */
  number(section: string, name: string, fallback: number, log: Log): number {
    const text = this.lookup(section, name);
    if (text === undefined) return fallback;
    const digits = text.replace(/\s+/g, "");
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(digits)) return Number(digits);
    log.error(`no number found for [${section}], ${name}, got: ${text}`);
    return fallback;
  }

  #addLine(section: string, entry: Entry & { readonly name: string }): void {
    const lines = this.#lines.get(section) ?? [];
    this.#lines.set(section, lines);
    const last = lines.at(-1);
    // A variable that goes on for several lines is set for each.
    if (last?.name === entry.name && last.file === entry.file && last.line === entry.line) lines.pop();
    lines.push(entry);
  }

  #sectionOf(section: string): Map<string, Entry> {
    let entries = this.#sections.get(section);
    if (entries === undefined) {
      entries = new Map();
      this.#sections.set(section, entries);
    }
    return entries;
  }
}

function currentValue(entry: Entry, section: string): string {
  return typeof entry.value === "function" ? entry.value(section) : entry.value;
}
