import { type Interpreter, Pattern, realOf, type SchemeValue, write } from "../scheme/index.js";
import { parseExpiry } from "./expiry.js";
import { ArgumentReader } from "./rule-arguments.js";
import {
  type CountTest,
  countForms,
  type Hook,
  type Rule,
  type RuleSet,
  type RuleType,
  type Section,
  type Trigger,
  type ValueTest,
  wholeLog,
} from "./rules.js";

/** The collector that the procedures of the rule language write to. */
export class RuleBook implements RuleSet {
  readonly rules: Rule[] = [];
  readonly triggers: Trigger[] = [];
  readonly sections = new Map<string, Section>();
  readonly hooks = new Map<string, Hook>();
  readonly mistakes: string[] = [];
  #nextNumber = 0;

  /**
   * @param now epoch seconds, for `expires:`
   * @param print for messages to the user
   */
  constructor(
    readonly now: number,
    readonly print: (text: string) => void,
  ) {
    this.triggers.push({ name: `${wholeLog}Start`, limit: 1, required: true, patterns: [new Pattern("")] });
    this.sections.set(wholeLog, { start: `${wholeLog}Start`, end: `${wholeLog}End`, discards: false });
  }

  takeNumber(): number {
    return this.#nextNumber++;
  }

  /** Reads the arguments of a form that is called `form` in messages. */
  reader(form: string): ArgumentReader {
    return new ArgumentReader((mistake, argument) => {
      this.print(`ERROR: ${mistake}\n  in ${form}: ${write(argument)}\n`);
      this.mistakes.push(`${mistake} in ${form}`);
    });
  }
}

/** Gives an interpreter the procedures and variables of rule files; spec 08 § 3. */
export function defineRuleLanguage(interpreter: Interpreter, book: RuleBook): void {
  for (const word of ["in", "not-in", "before", "after"]) interpreter.define(word, Symbol.for(word));
  interpreter.define("logfile", wholeLog);
  const six = { least: 6, most: 6 };
  for (const [form, type] of Object.entries(countForms)) {
    interpreter.defineProcedure(form, (args, keywords) => void addCountRule(book, type, args, keywords), six);
  }
  interpreter.defineProcedure("expect:value", (args, keywords) => void addValueRule(book, args, keywords), six);
  defineTriggers(interpreter, book);
  interpreter.defineProcedure("section", (args, keywords) => void addSection(book, args, keywords), { least: 3, most: 3 });
  interpreter.defineProcedure("hook:add", (args, keywords) => void addHook(book, args, keywords), { least: 2, most: 2 });
  // The one setting there is takes effect before rule files are read, so that these change nothing; spec 08 § 3.5.
  interpreter.defineProcedure("logpro:set!", () => undefined, { least: 2, most: 2 });
  interpreter.defineProcedure("logpro:get", () => false, { least: 1, most: 1 });
  interpreter.defineProcedure("logpro:unset!", () => undefined, { least: 1, most: 1 });
}

type Args = readonly SchemeValue[];
type Keywords = ReadonlyMap<string, SchemeValue>;

function addCountRule(book: RuleBook, type: RuleType, args: Args, keywords: Keywords): void {
  const [where, section, operator, count, name, patterns] = args;
  const number = book.takeNumber();
  const reader = book.reader(`rule-${number}`);
  const test: CountTest = { kind: "count", operator: reader.operator(operator), count: reader.number("value", count) };
  const expired = isExpired(book, reader, `rule-${number}`, keywords.get("expires"));
  addRule(book, reader, { number, type, test, where, section, name, patterns, keywords, expired });
}

function addValueRule(book: RuleBook, args: Args, keywords: Keywords): void {
  const [where, section, expected, tolerance, name, patterns] = args;
  const number = book.takeNumber();
  const reader = book.reader(`rule-${number}`);
  const test: ValueTest = {
    kind: "value",
    expected: reader.number("expected", expected),
    tolerance: reader.tolerance(tolerance),
    group: reader.group(keywords.get("matchnum")),
  };
  // The reference does not look at the expiry date of a value rule.
  addRule(book, reader, { number, type: "value", test, where, section, name, patterns, keywords, expired: false });
}

interface RawRule {
  readonly number: number;
  readonly type: RuleType;
  readonly test: CountTest | ValueTest;
  readonly where: SchemeValue;
  readonly section: SchemeValue;
  readonly name: SchemeValue;
  readonly patterns: SchemeValue;
  readonly keywords: Keywords;
  readonly expired: boolean;
}

function addRule(book: RuleBook, reader: ArgumentReader, raw: RawRule): void {
  const sections = reader.sections(raw.section);
  const rule = {
    number: raw.number,
    type: reader.type(raw.keywords.get("type")) ?? raw.type,
    where: reader.where(raw.where),
    name: reader.name(raw.name),
    test: raw.test,
    patterns: reader.patterns(raw.patterns),
    hook: reader.text(raw.keywords.get("hook")),
    class: reader.text(raw.keywords.get("class")),
  };
  if (reader.broken || raw.expired) return;
  for (const section of sections) book.rules.push({ ...rule, section });
}

function isExpired(book: RuleBook, reader: ArgumentReader, form: string, argument: SchemeValue): boolean {
  const date = reader.date(argument);
  if (date === undefined) return false;
  const expiry = parseExpiry(date);
  if (expiry === undefined) book.print(`WARNING: Couldn't parse date ${date} of ${form}, MM/DD/YYYY expected; the rule applies\n`);
  const expired = expiry !== undefined && book.now >= expiry;
  if (expired) book.print(`LOGPRO: ${form} expired on ${date} and does not apply\n`);
  return expired;
}

function defineTriggers(interpreter: Interpreter, book: RuleBook): void {
  const add = (name: SchemeValue, limit: SchemeValue, patterns: Args, required: boolean) => {
    const reader = book.reader("trigger");
    const usable = patterns.flatMap((pattern) => reader.patterns(pattern));
    const trigger: Trigger = { name: reader.name(name), limit: realOf(reader.number("limit", limit)), required, patterns: usable };
    if (!reader.broken) book.triggers.push(trigger);
  };
  const many = Number.POSITIVE_INFINITY;
  interpreter.defineProcedure("trigger", ([name, ...patterns]) => void add(name, 1, patterns, true), { least: 1, most: many });
  interpreter.defineProcedure("trigger:non-required", ([name, ...patterns]) => void add(name, 1, patterns, false), { least: 1, most: many });
  interpreter.defineProcedure("trigger-with-limit", ([name, limit, ...patterns]) => void add(name, limit, patterns, true), { least: 2, most: many });
}

function addSection(book: RuleBook, [name, start, end]: Args, keywords: Keywords): void {
  const reader = book.reader("section");
  const mode = keywords.get("mode");
  if (mode !== undefined && mode !== Symbol.for("discard")) reader.report("mode must be 'discard", mode);
  book.sections.set(reader.name(name), { start: reader.name(start), end: reader.name(end), discards: mode === Symbol.for("discard") });
}

function addHook(book: RuleBook, [name, command]: Args, keywords: Keywords): void {
  const reader = book.reader("hook:add");
  book.hooks.set(reader.name(name), { command: reader.name(command), oneTime: (keywords.get("one-time") ?? false) !== false });
}
