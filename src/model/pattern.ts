import { trimBlanks } from "./words.js";

/** One part of a pattern: it matches the name of a test, or an item path, as a whole. */
export interface PartPattern {
  readonly text: string;
  /** Whether it can match nothing but its own text. */
  readonly literal: boolean;
  matches(name: string): boolean;
}

/** Compiles one part of a test pattern: `~`, `%`, `*`, else an anchored regular expression. Spec 02 § 5.2. */
export function compilePart(text: string): PartPattern {
  const negated = text.startsWith("~");
  if (!negated && !text.includes("%") && isPlain(text)) return { text, literal: true, matches: (name) => name === text };
  const body = negated ? text.slice(1) : text;
  const matchesBody = bodyMatcher(body);
  return { text, literal: false, matches: (name) => name === text || (name === body || matchesBody(name)) !== negated };
}

function bodyMatcher(body: string): (name: string) => boolean {
  const anyCase = body.includes("%");
  const pieces = body.split(anyCase ? "%" : "*");
  const regex = pieces.every((piece) => isPlain(piece)) ? undefined : anchored(pieces.join(".*"), anyCase ? "is" : "s");
  return regex === undefined ? wildcardMatcher(pieces, anyCase) : (name) => regex.test(name);
}

const isPlain = (text: string) => !/[\\^$.|?*+()[\]{}]/.test(text);

/** The expression anchored at both ends, or undefined when it is none. */
function anchored(source: string, flags: string): RegExp | undefined {
  try {
    // Alone first: `a)|(b` is an expression only inside the brackets that anchor it.
    new RegExp(source);
    return new RegExp(`^(?:${source})$`, flags);
  } catch {
    return undefined;
  }
}

/** Any text between the pieces. Takes linear time, where a regular expression may need the length to the power of the wildcards. */
function wildcardMatcher(pieces: readonly string[], anyCase: boolean): (name: string) => boolean {
  const [first = "", ...rest] = anyCase ? pieces.map((piece) => piece.toLowerCase()) : pieces;
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (given) => {
    const name = anyCase ? given.toLowerCase() : given;
    const end = name.length - last.length;
    let at = first.length;
    if (end < at || !name.startsWith(first) || !name.endsWith(last)) return false;
    for (const piece of rest) {
      const found = name.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** A set of item paths given by exact paths and item parts of patterns; it only grows. */
export class ItemSelection {
  #all = false;
  readonly #paths = new Set<string>();
  readonly #patterns = new Map<string, PartPattern>();

  /** Whether an item of this path is selected; a plain test has the empty path. */
  has(itemPath: string): boolean {
    if (this.#all || this.#paths.has(itemPath)) return true;
    for (const pattern of this.#patterns.values()) if (pattern.matches(itemPath)) return true;
    return false;
  }

  get isEmpty(): boolean {
    return !this.#all && this.#paths.size === 0 && this.#patterns.size === 0;
  }

  /** The paths that are selected by name. */
  get paths(): Iterable<string> {
    return this.#paths;
  }

  /** What selects paths by pattern; `%` stands for all. */
  get patterns(): Iterable<PartPattern> {
    return this.#all ? [anyItem] : this.#patterns.values();
  }

  /** Selects what the pattern matches; false if that was selected before. */
  add(pattern: PartPattern): boolean {
    if (pattern.literal) return this.addPath(pattern.text);
    if (pattern.text === anyItem.text) return this.addAll();
    if (this.#all || this.#patterns.has(pattern.text)) return false;
    this.#patterns.set(pattern.text, pattern);
    return true;
  }

  /** Selects exactly this path, whatever signs it holds; false if it was selected before. */
  addPath(itemPath: string): boolean {
    if (this.#all || this.#paths.has(itemPath)) return false;
    this.#paths.add(itemPath);
    return true;
  }

  addAll(): boolean {
    const grows = !this.#all;
    this.#all = true;
    return grows;
  }

  addFrom(other: ItemSelection): void {
    for (const path of other.#paths) this.addPath(path);
    for (const pattern of other.patterns) this.add(pattern);
  }
}

const anyItem = compilePart("%");

/**
 * A test pattern as runs understand it: `test[/item],…`, any element may match.
 *
 * @see spec 02 § 5.2; the dialect of database queries (§ 5.3) is another one
 */
export class TestPattern {
  readonly text: string;
  /** Items by test name, of the elements whose test part is no pattern: a list of thousands of full names is a look-up. */
  readonly #byName = new Map<string, ItemSelection>();
  readonly #byPattern = new Map<string, { readonly test: PartPattern; readonly items: ItemSelection }>();

  constructor(text: string) {
    this.text = text;
    for (const element of text.split(",")) {
      if (element === "") continue;
      const slash = element.indexOf("/");
      const test = compilePart(slash < 0 ? element : element.slice(0, slash));
      this.#itemsFor(test).add(slash < 0 ? anyItem : compilePart(element.slice(slash + 1)));
    }
  }

  /** Whether the test with this item path is meant; a plain test and a top-level record have the empty path. */
  matches(testname: string, itemPath: string): boolean {
    return this.#elementsOf(testname).some((items) => items.has(itemPath));
  }

  /** Whether some element names the test, whatever its item part. */
  names(testname: string): boolean {
    return this.#elementsOf(testname).length > 0;
  }

  /** The item parts of the elements that name the test. */
  itemsOf(testname: string): ItemSelection {
    const selection = new ItemSelection();
    for (const items of this.#elementsOf(testname)) selection.addFrom(items);
    return selection;
  }

  #elementsOf(testname: string): ItemSelection[] {
    const named = this.#byName.get(testname);
    const found = named === undefined ? [] : [named];
    for (const { test, items } of this.#byPattern.values()) if (test.matches(testname)) found.push(items);
    return found;
  }

  #itemsFor(test: PartPattern): ItemSelection {
    const known = test.literal ? this.#byName.get(test.text) : this.#byPattern.get(test.text)?.items;
    if (known !== undefined) return known;
    const items = new ItemSelection();
    if (test.literal) this.#byName.set(test.text, items);
    else this.#byPattern.set(test.text, { test, items });
    return items;
  }
}

/** The tags of a test, from its comma list; blanks around a tag do not count. Spec 02 § 5.4. */
export function parseTags(text: string): string[] {
  return text
    .split(",")
    .map(trimBlanks)
    .filter((tag) => tag !== "");
}

/**
 * A tag expression: a comma list of patterns, `%` for any text, else case-sensitive anchored regular expressions.
 * The result tells whether one of a test's tags matches one of them.
 *
 * @see spec 02 § 5.4
 */
export function compileTagExpression(text: string): (tags: readonly string[]) => boolean {
  const patterns = parseTags(text).map((pattern) => {
    const pieces = pattern.split("%");
    const regex = anchored(pieces.join(".*"), "s");
    const matches = regex === undefined ? wildcardMatcher(pieces, false) : (tag: string) => regex.test(tag);
    return (tag: string) => tag === pattern || matches(tag);
  });
  return (tags) => tags.some((tag) => patterns.some((matches) => matches(tag)));
}
