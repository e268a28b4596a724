import { display } from "../scheme/index.js";
import { datText } from "./dat.js";
import { fillHook } from "./hooks.js";
import type { Outputs } from "./outputs.js";
import { pageTail } from "./page.js";
import type { RuleSet, Verdict } from "./rules.js";
import { Scan } from "./scan.js";
import { summarize } from "./summary.js";
import { ruleText, sectionTitle, summaryHead } from "./summary-text.js";
import type { Tally } from "./tally.js";

/** The end of an analysis. */
export interface Result extends Verdict {
  /** Content of the .dat file. */
  readonly dat: string;
}

/**
 * One log under one set of rules: hand in the log with `push`, then call `finish` once. Memory does not grow with the log.
 *
 * @see spec 08
 */
export class Analysis {
  readonly #scan: Scan;

  constructor(
    readonly rules: RuleSet,
    readonly outputs: Outputs,
  ) {
    this.#scan = new Scan(rules, outputs);
  }

  /** A piece of the log; lines may go across pieces. Parts handed to the outputs may share memory with it. */
  push(chunk: Buffer): void {
    this.#scan.push(chunk);
  }

  /** Writes the summary to the annotated log and to the page, and runs the hooks of value rules. */
  finish(): Result {
    this.#scan.end();
    const summary = summarize(this.rules, this.#scan.tallies, this.#scan.hits);
    this.outputs.log(`${summaryHead(summary)}\n`);
    for (const [index, section] of summary.sections.entries()) {
      this.outputs.log(`${index === 0 ? "" : "\n"}${sectionTitle(section)}\n`);
      for (const tally of section.tallies) {
        this.outputs.log(`${ruleText(tally)}\n`);
        this.#runValueHook(tally);
      }
    }
    this.outputs.page?.(pageTail(summary));
    return { exit_code: summary.exit_code, exit_status: summary.exit_status, dat: datText(summary) };
  }

  #runValueHook({ rule, measured }: Tally): void {
    const { test, hook: name } = rule;
    const hook = name === undefined ? undefined : this.#scan.hooks.get(name);
    if (test.kind !== "value" || hook === undefined || name === undefined || measured?.number === undefined) return;
    const { expected, tolerance } = test;
    const variables = new Map([
      ["measured", measured.shown],
      ["expected", display(expected)],
      ["tolerance", typeof tolerance === "string" ? tolerance : display(tolerance)],
      ["message", rule.name],
    ]);
    const command = fillHook(hook.command, variables);
    this.outputs.log(`VALUE HOOK CALLED: ${command}\n`);
    this.outputs.log(this.outputs.runHook(command));
    if (hook.oneTime) this.#scan.hooks.delete(name);
  }
}
