import type { Groups, Pattern } from "../scheme/index.js";
import { escapeBytes } from "./escape.js";
import { fillHook, lineVariables } from "./hooks.js";
import { LineBlocks } from "./line-blocks.js";
import { filterFor, type LineFilter } from "./line-filter.js";
import { messageLine } from "./messages.js";
import type { Outputs } from "./outputs.js";
import { type Mark, pageLine } from "./page-lines.js";
import type { Hook, Rule, RuleSet, Trigger } from "./rules.js";
import { Tally } from "./tally.js";

const lineFeed = 10;

/**
 * Goes through a log that is handed in piece by piece; the result is in `tallies` and `hits`. Lines that no rule or trigger
 * can match are only copied.
 *
 * @see spec 08 § 4
 */
export class Scan {
  readonly tallies: readonly Tally[];
  /** How often each trigger fired. */
  readonly hits = new Map<Trigger, number>();
  readonly hooks: Map<string, Hook>;
  readonly #blocks = new LineBlocks();
  readonly #active = new Set<string>();
  /** Lines credited, by rule number: all copies of a rule count together. */
  readonly #turns = new Map<number, number>();
  #lineNumber = 0;
  #discards = false;
  /** Triggers that may still fire, newest first. */
  #liveTriggers: readonly Trigger[];
  /** Rules that look at the current line. */
  #candidates: readonly Tally[] = [];
  #filter: LineFilter;

  /** @param makeFilter chooses the lines to look at; any choice that leaves out no match gives the same result */
  constructor(
    readonly rules: RuleSet,
    readonly outputs: Outputs,
    readonly makeFilter: (patterns: readonly Pattern[]) => LineFilter = filterFor,
  ) {
    this.tallies = rules.rules.map((rule) => new Tally(rule));
    this.hooks = new Map(rules.hooks);
    this.#liveTriggers = [...rules.triggers].reverse().filter((trigger) => trigger.limit > 0);
    this.#filter = this.#newFilter();
    this.#sectionsChanged();
  }

  push(chunk: Buffer): void {
    for (const block of this.#blocks.push(chunk)) this.#scanBlock(block);
  }

  end(): void {
    for (const block of this.#blocks.end()) this.#scanBlock(block);
  }

  #scanBlock(block: Buffer): void {
    let done = 0;
    for (let hit = this.#filter.find(block, 0); hit >= 0; hit = this.#filter.find(block, done)) {
      const start = hit === done ? done : Math.max(done, block.lastIndexOf(lineFeed, hit - 1) + 1);
      const end = block.indexOf(lineFeed, hit);
      this.#passOver(block.subarray(done, start));
      this.#examine(block.toString("latin1", start, end));
      done = end + 1;
    }
    this.#passOver(block.subarray(done));
  }

  /** Lines that nothing matches. */
  #passOver(lines: Buffer): void {
    if (lines.length === 0) return;
    for (let end = lines.indexOf(lineFeed); end >= 0; end = lines.indexOf(lineFeed, end + 1)) this.#lineNumber++;
    if (this.#discards) return;
    this.outputs.log(lines);
    this.outputs.page?.(escapeBytes(lines));
  }

  #examine(line: string): void {
    const triggered = this.#fireTriggers(line);
    const credited = this.#credit(line);
    const mark = credited ?? triggered;
    if (!this.#discards) {
      this.outputs.log(`${line}\n`);
      this.outputs.page?.(pageLine(line, mark));
    }
    this.#lineNumber++;
  }

  /** The oldest trigger that fired on the line. */
  #fireTriggers(line: string): Mark | undefined {
    let mark: Mark | undefined;
    for (const trigger of this.#liveTriggers) {
      if (search(trigger.patterns, line) === undefined) continue;
      this.outputs.log(`LOGPRO: hit trigger ${trigger.name} on line ${this.#lineNumber}\n`);
      this.hits.set(trigger, (this.hits.get(trigger) ?? 0) + 1);
      this.#switchSections(trigger.name);
      mark = { kind: "trigger", trigger };
    }
    if (mark !== undefined) this.#triggersChanged();
    return mark;
  }

  #switchSections(trigger: string): void {
    for (const [name, section] of this.rules.sections) {
      if (section.start === trigger) this.#active.add(name);
      else if (section.end === trigger) this.#active.delete(name);
    }
  }

  #triggersChanged(): void {
    this.#sectionsChanged();
    const live = this.#liveTriggers.filter((trigger) => (this.hits.get(trigger) ?? 0) < trigger.limit);
    if (live.length === this.#liveTriggers.length) return;
    this.#liveTriggers = live;
    this.#filter = this.#newFilter();
  }

  #sectionsChanged(): void {
    this.#candidates = this.tallies.filter(({ rule }) => this.#looksHere(rule));
    this.#discards = [...this.#active].some((name) => this.rules.sections.get(name)?.discards === true);
  }

  #looksHere({ where, section }: Rule): boolean {
    if (where.looks === "nowhere") return false;
    return where.looks === "inside" ? this.#active.has(section) : this.rules.sections.has(section) && !this.#active.has(section);
  }

  #newFilter(): LineFilter {
    const rules = this.rules.rules.filter(({ where, section }) => where.looks !== "nowhere" && this.rules.sections.has(section));
    return this.makeFilter([...this.#liveTriggers, ...rules].flatMap(({ patterns }) => patterns));
  }

  /** Gives the line to the first rule that matches; all others get nothing. */
  #credit(line: string): Mark | undefined {
    for (const tally of this.#candidates) {
      const groups = search(tally.rule.patterns, line);
      if (groups === undefined) continue;
      const { rule } = tally;
      tally.credit(groups);
      this.outputs.log(messageLine(tally, this.#lineNumber));
      this.#runHook(rule, line, groups);
      const turn = (this.#turns.get(rule.number) ?? 0) + 1;
      this.#turns.set(rule.number, turn);
      return { kind: "rule", rule, turn };
    }
    return undefined;
  }

  #runHook(rule: Rule, line: string, groups: Groups): void {
    const hook = rule.hook === undefined ? undefined : this.hooks.get(rule.hook);
    if (rule.hook === undefined || hook === undefined) return;
    const command = fillHook(hook.command, lineVariables(line, groups));
    this.outputs.log(`${rule.type === "error" ? "ERRMSG" : "NONERR"} HOOK CALLED: ${command}\n`);
    this.outputs.log(this.outputs.runHook(command));
    if (hook.oneTime) this.hooks.delete(rule.hook);
  }
}

/** The groups of the first pattern that matches. */
function search(patterns: readonly Pattern[], line: string): Groups | undefined {
  for (const pattern of patterns) {
    const groups = pattern.search(line);
    if (groups !== undefined) return groups;
  }
  return undefined;
}
