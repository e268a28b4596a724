import { Refused } from "../../../refused.js";

/** What is searched for. */
export interface Expression {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
}

const longest = 1000;

/**
 * The expression that finds it in a line, with flag `g`.
 *
 * @throws Refused `bad-request` for what is no regular expression
 */
export function compileExpression({ text, isRegex, matchCase }: Expression): RegExp {
  if (text === "" || text.length > longest) throw new Refused("bad-request", `q: 1 to ${longest} characters are searched for`);
  const flags = matchCase ? "g" : "gi";
  if (!isRegex) return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), flags);
  try {
    return new RegExp(text, `${flags}u`);
  } catch {
    return withoutUnicode(text, flags);
  }
}

/** Without the flag `u` a backslash may stand before any character, as people are used to. */
function withoutUnicode(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused("bad-request", `q: ${error.message}`);
    throw error;
  }
}
