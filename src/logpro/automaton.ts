import { encodeLetters, type LetterSet, type PatternNode } from "../scheme/index.js";

/**
 * One state of a nondeterministic automaton over bytes: takes a byte out of a set, branches, stands at an edge of a line, or is
 * the end of a match.
 */
export type State =
  | { readonly kind: "byte"; readonly bytes: Uint8Array; readonly next: number }
  | { readonly kind: "branch"; readonly next: number[] }
  | { readonly kind: "line-start"; readonly next: number }
  | { readonly kind: "line-end"; readonly next: number }
  | { readonly kind: "match" };

export interface Automaton {
  readonly states: readonly State[];
  /** Where the patterns begin. */
  readonly starts: readonly number[];
}

/** Repetitions beyond this are counted as "or more": the automaton must only not miss a line. */
const exactRepetitions = 4;
const maximumStates = 50_000;

/**
 * An automaton that is satisfied by every line that a pattern matches, and by few others: it does not look at word boundaries,
 * look-around, back references, long repetitions and the identity of most letters outside ASCII.
 *
 * @returns undefined when the patterns are too large
 */
export function buildAutomaton(trees: readonly PatternNode[]): Automaton | undefined {
  const builder = new AutomatonBuilder();
  const match = builder.add({ kind: "match" });
  const starts = trees.map((tree) => builder.build(tree, match));
  return builder.states.length <= maximumStates ? { states: builder.states, starts } : undefined;
}

class AutomatonBuilder {
  readonly states: State[] = [];

  add(state: State): number {
    return this.states.push(state) - 1;
  }

  /** The state that begins the node and goes on to `next`. */
  build(node: PatternNode, next: number): number {
    // Too large already: the outcome is known.
    if (this.states.length > maximumStates) return next;
    switch (node.kind) {
      case "set":
        return this.#letter(node, next);
      case "sequence":
        return node.parts.reduceRight((following, part) => this.build(part, following), next);
      case "choice":
        return this.add({ kind: "branch", next: node.options.map((option) => this.build(option, next)) });
      case "repeat":
        return this.#repetition(node.body, node.least, node.most, next);
      case "capture":
        return this.build(node.body, next);
      case "edge":
        return this.#edge(node.at, next);
      case "look":
        return next;
      case "reference":
        return this.#loop((again) => this.add({ kind: "byte", bytes: anyByte, next: again }), next);
      default:
        return node satisfies never;
    }
  }

  #edge(at: (PatternNode & { kind: "edge" })["at"], next: number): number {
    if (at === "start" || at === "line-start") return this.add({ kind: "line-start", next });
    return at === "end" || at === "line-end" ? this.add({ kind: "line-end", next }) : next;
  }

  #repetition(body: PatternNode, least: number, most: number, next: number): number {
    const endless = most > exactRepetitions;
    let following = endless ? this.#loop((again) => this.build(body, again), next) : next;
    const needed = Math.min(least, exactRepetitions);
    for (let count = needed; !endless && count < most; count++) following = this.add({ kind: "branch", next: [this.build(body, following), next] });
    for (let count = 0; count < needed; count++) following = this.build(body, following);
    return following;
  }

  #loop(body: (again: number) => number, next: number): number {
    const branches = [next];
    const branch = this.add({ kind: "branch", next: branches });
    branches.push(body(branch));
    return branch;
  }

  #letter(set: LetterSet, next: number): number {
    const [only] = set.ranges;
    if (only !== undefined && set.ranges.length === 1 && only.from === only.to && !set.negated)
      return this.#bytesOf(String.fromCodePoint(only.from), next);
    const ascii = this.add({ kind: "byte", bytes: asciiOf(set), next });
    return hasOthers(set) ? this.add({ kind: "branch", next: [ascii, this.#anyLetterBeyondAscii(next)] }) : ascii;
  }

  #bytesOf(letter: string, next: number): number {
    return [...encodeLetters(letter)].reduceRight(
      (following, byte) => this.add({ kind: "byte", bytes: onlyByte(byte.charCodeAt(0)), next: following }),
      next,
    );
  }

  /** The bytes of one letter, or one that is no UTF-8. */
  #anyLetterBeyondAscii(next: number): number {
    const rest = this.#loop((again) => this.add({ kind: "byte", bytes: continuationByte, next: again }), next);
    return this.add({ kind: "byte", bytes: highByte, next: rest });
  }
}

function byteSet(holds: (byte: number) => boolean): Uint8Array {
  // The end of the line is in no set: a match does not go beyond it.
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte !== 10 && holds(byte) ? 1 : 0));
}

const anyByte = byteSet(() => true);
const highByte = byteSet((byte) => byte >= 0x80);
const continuationByte = byteSet((byte) => byte >= 0x80 && byte < 0xc0);

const singleBytes = Array.from({ length: 256 }, (_, wanted) => byteSet((byte) => byte === wanted));

function onlyByte(wanted: number): Uint8Array {
  return singleBytes[wanted] ?? anyByte;
}

function asciiOf(set: LetterSet): Uint8Array {
  return byteSet((byte) => byte < 0x80 && set.ranges.some(({ from, to }) => from <= byte && byte <= to) !== set.negated);
}

function hasOthers(set: LetterSet): boolean {
  return set.negated || set.ranges.some(({ to }) => to >= 0x80);
}
