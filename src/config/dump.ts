import { Config } from "./config.js";
import { controlsAndQuotes, quoteString } from "./escapes.js";
import { isList, parseSexp, type Sexp, writeSexp } from "./sexp.js";
import { trimEndBlanks } from "./text.js";

export interface DumpOptions {
  /** With the file of each variable; spec 01 § 11, level 9. */
  readonly files?: boolean;
}

/** Marks a cache of a testconfig as complete; spec 01 § 10. */
const fullDataMark = "have fulldata";

/** Names the last section of a cache, which says what it was made from. */
export const madeFromMark = "made from";

/** Sections and variables as a configuration file that reads back to the same data. */
export function dumpIni(config: Config, { files = false }: DumpOptions = {}): string {
  const sections = config.sectionNames().map((section) => {
    const variables = config.variables(section).map(({ name, value, file }) => `${files ? `# ${name}=>${file}\n` : ""}${iniLine(name, value)}\n`);
    return `\n[${section}]\n${variables.join("")}`;
  });
  return sections.join("");
}

function iniLine(name: string, value: string): string {
  const [first = "", ...more] = value.split("\n");
  // A word alone has the blanks after it as value: another one in front of them would become part of it.
  const start = trimEndBlanks(first) === "" ? name + first : `${name} ${first}`;
  return [start, ...more.map((line) => ` ${line}`)].join("\n");
}

/** One object: section → list of [variable, value]. No newline at the end. */
export function dumpJson(config: Config, { files = false }: DumpOptions = {}): string {
  const sections = config
    .sectionNames()
    .map((section): [string, JsonValue] => [
      section,
      config.variables(section).map(({ name, value, file }) => (files ? [name, value, file] : [name, value])),
    ]);
  return jsonText(new Map(sections));
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

/** JSON on one line with a blank after each comma and colon. */
export function jsonText(value: JsonValue): string {
  if (typeof value === "string") return jsonString(value);
  if (value instanceof Map) return `{${[...value].map(([name, member]) => `${jsonString(name)}: ${jsonText(member)}`).join(", ")}}`;
  return Array.isArray(value) ? `[${value.map(jsonText).join(", ")}]` : String(value);
}

// Not JSON.stringify: it would escape what stands for bytes that are no UTF-8.
function jsonString(text: string): string {
  return `"${text.replace(controlsAndQuotes, (char) => JSON.stringify(char).slice(1, -1))}"`;
}

/**
 * The cache format: one s-expression, a section per paragraph.
 *
 * @param options.fullData adds the mark that a `.testconfig` carries
 * @param options.sources adds what the configuration was made from, for `readCache`
 * @see spec 01 § 10
 */
export function dumpSexp(
  config: Config,
  { files = false, fullData = false, sources = false }: DumpOptions & { readonly fullData?: boolean; readonly sources?: boolean } = {},
): string {
  const sections = config.sectionNames().map((section) => {
    const variables = config.variables(section).map(({ name, value, file }) => writeSexp(files ? [name, value, file] : [name, value]));
    return `(${[quoteString(section), ...variables].join("\n  ")})`;
  });
  if (fullData) sections.push(`(${quoteString(fullDataMark)} . #t)`);
  if (sources) sections.push(`(${[quoteString(madeFromMark), ...[...config.sources].map(writeSexp)].join("\n  ")})`);
  return `(${sections.join("\n ")})\n`;
}

/**
 * Reads a cache back; undefined when the text is no such cache.
 *
 * @param file becomes the file of every variable
 */
export function parseSexpDump(text: string, file: string): Config | undefined {
  const sections = parseSexp(text);
  return isList(sections) ? configOf(sections, file) : undefined;
}

/** The configuration that a list of sections is; undefined when it is none. */
export function configOf(sections: readonly Sexp[], file: string): Config | undefined {
  const config = new Config();
  for (const entry of sections) if (!addSection(config, entry, file)) return undefined;
  return config;
}

function addSection(config: Config, entry: Sexp, file: string): boolean {
  const [section, ...variables] = isList(entry) ? entry : [];
  if (typeof section !== "string") return false;
  if (section === fullDataMark) return true;
  config.touch(section);
  return variables.every((variable) => {
    const [name, value] = isList(variable) ? variable : [];
    if (typeof name !== "string" || typeof value !== "string") return false;
    config.set(section, name, value, file);
    return true;
  });
}
