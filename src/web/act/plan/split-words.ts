import { Refused } from "../../refused.js";

/**
 * Splits a line as a shell does, without expanding anything: blanks divide, quotes and backslashes keep together.
 *
 * @throws Refused `bad-request` when a quote is not closed
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? "";
    if (/\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (sign === "'" || sign === '"') {
      const end = closing(line, at);
      const quoted = line.slice(at + 1, end);
      word = (word ?? "") + (sign === "'" ? quoted : quoted.replace(/\\([\\"$`])/g, "$1"));
      at = end;
    } else if (sign === "\\") word = (word ?? "") + (line[++at] ?? "");
    else word = (word ?? "") + sign;
  }
  return word === undefined ? words : [...words, word];
}

function closing(line: string, start: number): number {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === "\\") at++;
    else if (line[at] === quote) return at;
  }
  throw new Refused("bad-request", `the command has a ${quote} that is never closed`);
}
