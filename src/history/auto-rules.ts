import { parseDuration } from "../base/index.js";
import { type Config, type ConfigVariable, settingText } from "../config/index.js";

/** A rule by which runs move without being asked for; spec 04 § 24.4. */
export interface AutoRule {
  readonly op: "move" | "reduce";
  /** Name or path of the area where they go, as it is written; empty for `reduce`. */
  readonly dest: string;
  /** Patterns; a run matches when it matches one of the targets and one of the names. */
  readonly targets: readonly (readonly string[])[];
  readonly runnames: readonly string[];
  readonly age: { readonly text: string; readonly seconds: number };
  /** `FILE:LINE` */
  readonly place: string;
}

/** The rules of an area in the order in which they are tried, those of each kind apart; and what is wrong with lines that are none. */
export interface AutoRules {
  readonly rules: readonly AutoRule[];
  readonly mistakes: readonly string[];
}

/** Whether anything at all is said about moving runs. */
export function hasAutoRules(config: Config): boolean {
  return ruleLines(config).length > 0;
}

/**
 * Reads `[automigrate]`, `[setup] auto-migrate`, `[autoreduce]` and `[setup] auto-reduce`.
 *
 * @param keys of the area
 * @see spec 04 § 24.4
 */
export function autoRules(config: Config, keys: readonly string[]): AutoRules {
  const [rules, mistakes]: [AutoRule[], string[]] = [[], []];
  for (const line of ruleLines(config)) {
    const rule = ruleOf(line, keys);
    if (typeof rule === "string") mistakes.push(`${line.place}: ${rule}; this rule is ignored`);
    else rules.push(rule);
  }
  return { rules, mistakes };
}

/** A rule in the form of `[automigrate]` and `[autoreduce]`. */
interface RuleLine {
  readonly op: AutoRule["op"];
  readonly dest: string;
  readonly fields: string;
  readonly place: string;
}

function ruleLines(config: Config): RuleLine[] {
  const placeOf = ({ file, line }: ConfigVariable) => `${file}:${line}`;
  const migrate = config.lines("automigrate").map((line): RuleLine => ({ op: "move", dest: line.name, fields: line.value, place: placeOf(line) }));
  const reduce = config
    .lines("autoreduce")
    .map((line): RuleLine => ({ op: "reduce", dest: "", fields: `${line.name} ${line.value}`, place: placeOf(line) }));
  const dest = settingText(config, "setup", "auto-migrate");
  if (dest !== "") migrate.push({ op: "move", dest, fields: "", place: config.placeOf("setup", "auto-migrate") ?? "" });
  const age = settingText(config, "setup", "auto-reduce");
  if (age !== "") reduce.push({ op: "reduce", dest: "", fields: `age=${age}`, place: config.placeOf("setup", "auto-reduce") ?? "" });
  return [...migrate, ...reduce];
}

const fieldNames = ["target", "runname", "age"] as const;
type FieldName = (typeof fieldNames)[number];

/** The rule, or what is wrong with it. */
function ruleOf({ op, dest, fields, place }: RuleLine, keys: readonly string[]): AutoRule | string {
  const given: Record<FieldName, string> = { target: keys.map(() => "%").join("/"), runname: "%", age: "30d" };
  for (const field of fields.split(";").map((part) => part.trim())) {
    if (field === "") continue;
    const [, name = "", value = ""] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(field) ?? [];
    const known = fieldNames.find((candidate) => candidate === name);
    if (known === undefined) return `${field}: must be target=…, runname=… or age=…, with ; between them`;
    given[known] = value;
  }
  const targets = wordsOf(given.target).map((target) => target.split("/"));
  const isTarget = (target: readonly string[]) => target.length === keys.length && !target.includes("");
  if (targets.length === 0 || !targets.every(isTarget)) return `target=${given.target}: must have a pattern for each of ${keys.join("/")}`;
  const runnames = wordsOf(given.runname);
  if (runnames.length === 0) return "runname= must have a pattern";
  const seconds = parseDuration(given.age);
  if (seconds === undefined) return `age=${given.age} is no time such as 7d,12h (units s m h d w M y)`;
  return { op, dest, targets, runnames, age: { text: given.age, seconds }, place };
}

const wordsOf = (list: string) =>
  list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
