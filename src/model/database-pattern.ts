/** SQL's LIKE with `%` as the only wildcard: `_` is frequent in names and stands for itself. Case does not count. Spec 02 § 5.3. */
export function like(pattern: string): (text: string) => boolean {
  if (pattern === "%") return () => true;
  const expression = new RegExp(`^${pattern.split("%").map(escapeRegExp).join(".*")}$`, "is");
  return (text) => expression.test(text);
}

/** One character of a GLOB; undefined stands for `*`. */
type GlobToken = ((character: string) => boolean) | undefined;

/** SQLite's GLOB: `*`, `?`, `[abc]`, `[a-z]`, `[^abc]`; case counts. Takes at most the product of both lengths. */
function glob(pattern: string): (text: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const tokens = globTokens([...pattern]);
  return tokens === undefined ? () => false : (text) => fits([...text], tokens);
}

/** Undefined when a set is never closed: then nothing matches. */
function globTokens(pattern: readonly string[]): GlobToken[] | undefined {
  const tokens: GlobToken[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === "[") {
      const begin = pattern[at + 1] === "^" ? at + 2 : at + 1;
      // A bracket that comes first belongs to the set.
      const end = pattern.indexOf("]", begin + 1);
      if (end < 0) return undefined;
      tokens.push(globSet(pattern.slice(begin, end), begin === at + 2));
      at = end;
    } else tokens.push(sign === "*" ? undefined : sign === "?" ? () => true : (character) => character === sign);
  }
  return tokens;
}

function globSet(members: readonly string[], isNegated: boolean): (character: string) => boolean {
  const ranges: (readonly [from: number, to: number])[] = [];
  for (let at = 0; at < members.length; at++) {
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    ranges.push([codeOf(members[at]), codeOf(members[isRange ? at + 2 : at])]);
    if (isRange) at += 2;
  }
  return (character) => ranges.some(([from, to]) => from <= codeOf(character) && codeOf(character) <= to) !== isNegated;
}

const codeOf = (character: string | undefined) => character?.codePointAt(0) ?? 0;

function fits(text: readonly string[], tokens: readonly GlobToken[]): boolean {
  let [at, token] = [0, 0];
  // Where to go on when what follows the last star does not fit: it takes one character more.
  let [starAt, starToken] = [0, -1];
  while (at < text.length) {
    const matches = tokens[token];
    if (token < tokens.length && matches === undefined) {
      [starAt, starToken] = [at, token];
      token++;
    } else if (matches?.(text[at] ?? "") === true) {
      at++;
      token++;
    } else if (starToken >= 0) {
      at = ++starAt;
      token = starToken + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === undefined);
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A run-name or target pattern, or one part of a test pattern, in the dialect of database queries: LIKE if it holds a `%`, else GLOB. */
export function textPattern(pattern: string): (text: string) => boolean {
  return pattern.includes("%") ? like(pattern) : glob(pattern);
}

/**
 * A test pattern in the dialect of database queries: a comma list of `test` or `test/item`; `~` before a part negates it. An empty list matches nothing.
 *
 * @see spec 02 § 5.3; {@link TestPattern} is the dialect of runs
 */
export function databaseTestPattern(pattern: string): (testname: string, itemPath: string) => boolean {
  const elements = pattern
    .split(",")
    .filter((element) => element !== "")
    .map((element) => {
      const slash = element.indexOf("/");
      const test = negatable(slash < 0 ? element : element.slice(0, slash));
      const item = negatable(slash < 0 ? "%" : element.slice(slash + 1));
      return (testname: string, itemPath: string) => test(testname) && item(itemPath);
    });
  return (testname, itemPath) => elements.some((matches) => matches(testname, itemPath));
}

function negatable(part: string): (text: string) => boolean {
  if (!part.startsWith("~")) return textPattern(part);
  const matches = textPattern(part.slice(1));
  return (text) => !matches(text);
}
