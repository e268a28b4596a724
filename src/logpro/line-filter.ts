import type { Pattern } from "../scheme/index.js";
import { type Automaton, buildAutomaton, type State } from "./automaton.js";

/** Finds the lines worth looking at. */
export interface LineFilter {
  /**
   * @param block whole lines, each ending in LF
   * @param from where a line begins
   * @returns the position of a byte in the first line from there on that a pattern may match, its LF included; -1 for none
   */
  find(block: Buffer, from: number): number;
}

/** Looks at every line. */
export const everyLine: LineFilter = { find: (block, from) => (from < block.length ? from : -1) };

/** A filter that passes over no line that one of the patterns matches. */
export function filterFor(patterns: readonly Pattern[]): LineFilter {
  const automaton = buildAutomaton(patterns.map((pattern) => pattern.tree));
  if (automaton === undefined) return everyLine;
  const closures = new Closures(automaton.states);
  const atLineStart = closures.of(automaton.starts, "line-start");
  return atLineStart.matches ? everyLine : new TableFilter(automaton, closures, atLineStart.states);
}

interface Closure {
  readonly matches: boolean;
  /** States that wait for a byte or for the end of the line, in ascending order. */
  readonly states: readonly number[];
}

/** What states stand for when no byte is taken. */
class Closures {
  constructor(readonly states: readonly State[]) {}

  /** @param at the edges of the line that are here */
  of(from: readonly number[], at: "inside" | "line-start" | "line-end"): Closure {
    const seen = new Set(from);
    const waiting: number[] = [];
    let matches = false;
    // A set hands out what is added to it while it is gone through.
    for (const index of seen) {
      const state = this.states[index];
      if (state?.kind === "match") matches = true;
      else if (state?.kind === "branch") for (const next of state.next) seen.add(next);
      else if (state?.kind === "line-start") {
        if (at !== "inside") seen.add(state.next);
      } else if (state?.kind === "line-end" && at === "line-end") seen.add(state.next);
      else if (state !== undefined) waiting.push(index);
    }
    return { matches, states: waiting.sort((a, b) => a - b) };
  }
}

// Rows of the table: 0 means "not known yet", 1 "the line may match"; real rows come behind. Entries are row numbers times 256.
const hitRow = 1;
const startRow = 2;
const maximumRows = 4096;
const maximumMembers = 1_000_000;
const lineFeed = 10;

/**
 * Runs the automaton by a table of byte transitions that is filled as they are met. When the table is full, a transition that
 * is not in it counts as a hit: the line is looked at, and the next one begins at the start row again.
 */
class TableFilter implements LineFilter {
  #table = new Int32Array(16 * 256);
  /** States of each row beside those where a match may begin anywhere. */
  readonly #rows: (readonly number[])[] = [[], []];
  readonly #rowOf = new Map<string, number>();
  /** States where a match may begin in the middle of a line. */
  readonly #roots: readonly number[];
  /** Where those go, by byte. */
  readonly #rootTargets = new Map<number, readonly number[]>();
  #members = 0;
  #place = 0;

  constructor(
    readonly automaton: Automaton,
    readonly closures: Closures,
    atLineStart: readonly number[],
  ) {
    this.#roots = closures.of(automaton.starts, "inside").states;
    this.#rowFor(atLineStart);
  }

  find(block: Buffer, from: number): number {
    let row = startRow << 8;
    for (let index = this.#run(block, from, row); index >= 0; index = this.#run(block, index + 1, row)) {
      row = this.#table[this.#place] || this.#learn(this.#place);
      if (row === hitRow << 8) return index;
    }
    return -1;
  }

  /**
   * Goes on to the first byte whose transition is a hit or not known yet, and notes it in `#place`. Nearly all time is spent
   * here: what the loop reads must not change in it, nor be a variable of the module.
   */
  #run(block: Buffer, from: number, start: number): number {
    const table = this.#table;
    const hit = hitRow << 8;
    let row = start;
    for (let index = from; index < block.length; index++) {
      const place = row | (block[index] ?? 0);
      row = table[place] ?? 0;
      if (row > hit) continue;
      this.#place = place;
      return index;
    }
    return -1;
  }

  /** Fills in one transition. */
  #learn(place: number): number {
    const states = this.#rows[place >> 8] ?? [];
    const byte = place & 0xff;
    const target = byte === lineFeed ? this.#afterLine(states) : this.#afterByte(states, byte);
    // The table may have grown.
    this.#table[place] = target << 8;
    return target << 8;
  }

  #afterLine(states: readonly number[]): number {
    return this.closures.of([...states, ...this.#roots], "line-end").matches ? hitRow : startRow;
  }

  #afterByte(states: readonly number[], byte: number): number {
    const fromRoots = this.#rootTargets.get(byte) ?? this.#targets(this.#roots, byte);
    this.#rootTargets.set(byte, fromRoots);
    const targets = [...this.#targets(states, byte), ...fromRoots];
    const closure = this.closures.of(targets, "inside");
    return closure.matches ? hitRow : this.#rowFor(closure.states);
  }

  #targets(states: readonly number[], byte: number): readonly number[] {
    const targets: number[] = [];
    for (const index of states) {
      const state = this.automaton.states[index];
      if (state?.kind === "byte" && state.bytes[byte] === 1) targets.push(state.next);
    }
    return targets;
  }

  #rowFor(states: readonly number[]): number {
    const key = states.join();
    const known = this.#rowOf.get(key);
    if (known !== undefined) return known;
    this.#members += states.length;
    if (this.#rows.length >= maximumRows || this.#members > maximumMembers) return hitRow;
    const row = this.#rows.push(states) - 1;
    this.#rowOf.set(key, row);
    if (this.#rows.length * 256 > this.#table.length) this.#grow();
    return row;
  }

  #grow(): void {
    const larger = new Int32Array(this.#table.length * 2);
    larger.set(this.#table);
    this.#table = larger;
  }
}
