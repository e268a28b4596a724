import type { Verdict } from "../../../../src/model/index.js";
import { cellText, classOf, type Judgement, judge, type VerdictClass } from "../../../../src/view/index.js";

/** A verdict, and everything about it that cells need. */
export interface Look {
  readonly verdict: Verdict;
  readonly name: VerdictClass;
  readonly text: string;
  readonly judgement: Judgement;
}

/** Gives verdicts numbers from 1 on, for good. The server's numbers are not used beyond an answer: they begin anew when it does. */
export class Looks {
  readonly #looks: Look[] = [];
  readonly #numbers = new Map<string, number>();

  /** Undefined for 0: no record. */
  look(number: number): Look | undefined {
    return this.#looks[number - 1];
  }

  numberOf(state: string, status: string): number {
    const key = `${state}\n${status}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const verdict = { state, status };
    this.#looks.push({ verdict, name: classOf(verdict), text: cellText(verdict), judgement: judge(verdict) });
    this.#numbers.set(key, this.#looks.length);
    return this.#looks.length;
  }
}
