import { type Log, messageOf } from "../base/index.js";
import { type ItemmapEntry, parseItemmap, TestPattern, words } from "../model/index.js";
import type { Mode, Requirements } from "./definition.js";

/** The texts of a testconfig that say what a test waits for; absent ones are undefined. */
export interface RequirementTexts {
  readonly waiton: string | undefined;
  readonly waitor: string | undefined;
  readonly mode: string | undefined;
  readonly priority: string | undefined;
  /** `[requirements] itemmap`. */
  readonly itemmap: string | undefined;
  /** The variables of section `[itemmap]`, in order. */
  readonly itemmaps: readonly { readonly name: string; readonly value: string }[];
  /** `FILE:LINE` of a variable of `[requirements]`, for messages. */
  readonly placeOf?: (name: string) => string | undefined;
}

const modeOfWord: ReadonlyMap<string, Mode> = new Map([
  ["normal", "normal"],
  ["toplevel", "toplevel"],
  ["itemwait", "itemwait"],
  ["itemmatch", "itemwait"],
  ["exclusive", "exclusive"],
]);

/**
 * What a test waits for. Mistakes are told to the log and left out.
 *
 * @param known names of the discovered tests
 * @see spec 02 § 6 and § 7
 */
export function requirementsOf(testname: string, texts: RequirementTexts, known: { has(testname: string): boolean }, log: Log): Requirements {
  return {
    waitons: testsOf(testname, "waiton", texts, known, log),
    waitors: testsOf(testname, "waitor", texts, known, log),
    modes: modesOf(testname, texts, log),
    priority: priorityOf(testname, texts, log),
    itemmaps: itemmapsOf(testname, texts, log),
  };
}

/** ` (FILE:LINE)` of a variable, when it is known. */
function placeText({ placeOf }: RequirementTexts, key: string): string {
  const place = placeOf?.(key);
  return place === undefined ? "" : ` (${place})`;
}

function testsOf(testname: string, key: "waiton" | "waitor", texts: RequirementTexts, known: { has(testname: string): boolean }, log: Log): string[] {
  const place = placeText(texts, key);
  return [...new Set(words(texts[key] ?? ""))].filter((name) => {
    if (name === testname) log.error(`test ${testname} has listed itself as a waiton or waitor, please correct this!${place}`);
    else if (!known.has(name)) log.error(`test ${testname} has unrecognised ${key} testname ${name}${place}`);
    else return true;
    return false;
  });
}

function modesOf(testname: string, texts: RequirementTexts, log: Log): Set<Mode> {
  const modes = new Set<Mode>();
  for (const word of words(texts.mode ?? "")) {
    const mode = modeOfWord.get(word);
    if (mode === undefined) log.warn(`test ${testname} has unknown mode ${word}, ignoring it${placeText(texts, "mode")}`);
    else modes.add(mode);
  }
  if (!modes.has("toplevel") && !modes.has("itemwait")) modes.add("normal");
  return modes;
}

function priorityOf(testname: string, texts: RequirementTexts, log: Log): number {
  const text = texts.priority;
  if (text === undefined) return 0;
  const priority = words(text).length === 1 ? Number(text) : Number.NaN;
  if (Number.isFinite(priority)) return priority;
  log.error(`test ${testname} has a priority that is not a number: ${text}${placeText(texts, "priority")}`);
  return 0;
}

/** A map that does not parse is left out: the items then wait for the whole waiton, which is the safe side. */
function itemmapsOf(testname: string, texts: RequirementTexts, log: Log): ItemmapEntry[] {
  const own = texts.itemmap === undefined ? [] : [{ name: "%", value: texts.itemmap }];
  return [...own, ...texts.itemmaps].flatMap(({ name, value }) => {
    try {
      return [{ waitons: new TestPattern(name), map: parseItemmap(value) }];
    } catch (error) {
      log.error(`test ${testname}, map for ${name}, ignoring it: ${messageOf(error)}`);
      return [];
    }
  });
}
