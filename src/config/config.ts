import type { Log } from "../base/index.js";

/** One variable; a deferred value is a command that runs at every look-up. */
interface Entry {
  readonly name: string;
  readonly value: string | (() => string);
  readonly file: string;
}

export interface ConfigVariable {
  readonly name: string;
  readonly value: string;
  /** The file that defines it. */
  readonly file: string;
}

/**
 * A configuration: an ordered map of section names to ordered lists of variables. Bytes are kept as latin1, so
 * that text in any encoding survives.
 *
 * @see spec 01 § 2
 */
export class Config {
  readonly #sections = new Map<string, Map<string, Entry>>();

  /** Makes the section exist. */
  touch(section: string): void {
    if (!this.#sections.has(section)) this.#sections.set(section, new Map());
  }

  /** The last definition wins and moves the variable to the end of its section. */
  set(section: string, name: string, value: string | (() => string), file: string): void {
    this.touch(section);
    const entries = this.#sections.get(section);
    entries?.delete(name);
    entries?.set(name, { name, value, file });
  }

  removeSection(section: string): void {
    this.#sections.delete(section);
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
    return entry === undefined ? undefined : currentValue(entry);
  }

  /** Whether the value is a command that runs at look-up; spec 01 § 5.3. */
  isDeferred(section: string, name: string): boolean {
    return typeof this.#sections.get(section)?.get(name)?.value === "function";
  }

  /** Variables in order; empty for an unknown section. Evaluates deferred values. */
  variables(section: string): ConfigVariable[] {
    return [...(this.#sections.get(section)?.values() ?? [])].map((entry) => ({ name: entry.name, value: currentValue(entry), file: entry.file }));
  }

  /** Names in order, without evaluating anything. */
  names(section: string): string[] {
    return [...(this.#sections.get(section)?.keys() ?? [])];
  }

  /** The number, or `fallback` with an error in the log when the text is none; spec 01 § 2. */
  number(section: string, name: string, fallback: number, log: Log): number {
    const text = this.lookup(section, name);
    if (text === undefined) return fallback;
    const digits = text.replace(/\s+/g, "");
    const value = Number(digits);
    if (digits !== "" && Number.isFinite(value)) return value;
    log.error(`no number found for [${section}], ${name}, got: ${text}`);
    return fallback;
  }
}

function currentValue(entry: Entry): string {
  return typeof entry.value === "function" ? entry.value() : entry.value;
}
