import type { Verdict } from "../../../model/index.js";

/** Numbers that fit into 15 bits, 0 left out. */
const largest = 0x7fff;

/** Gives verdicts numbers from 1 on, for good: the same in all runs. */
export class Combos {
  readonly #verdicts: Verdict[] = [];
  readonly #byState = new Map<string, Map<string, number>>();

  /** The verdict of number k is at k - 1. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  verdict(combo: number): Verdict | undefined {
    return this.#verdicts[combo - 1];
  }

  numberOf(state: string, status: string): number {
    let byStatus = this.#byState.get(state);
    if (byStatus === undefined) {
      byStatus = new Map();
      this.#byState.set(state, byStatus);
    }
    const known = byStatus.get(status);
    if (known !== undefined) return known;
    // Tests may invent statuses, but nobody tells so many apart.
    if (this.#verdicts.length === largest) return largest;
    this.#verdicts.push({ state, status });
    byStatus.set(status, this.#verdicts.length);
    return this.#verdicts.length;
  }
}

/** Gives texts numbers from 0 on, for good; 0 is the empty text. */
export class Texts {
  readonly #texts = [""];
  readonly #numbers = new Map([["", 0]]);

  text(number: number): string {
    return this.#texts[number] ?? "";
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length > 0xffff) return 0;
    this.#numbers.set(text, this.#texts.length);
    this.#texts.push(text);
    return this.#texts.length - 1;
  }

  /** 1 for each text that matches. */
  mask(matches: (text: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#texts, (text) => Number(matches(text)));
  }
}
