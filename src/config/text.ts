/** White space of configuration files, for use inside a character class; spec 01 § 3. Unicode blanks do not count. */
export const blanks = " \\t\\v\\f\\r";

/** Lines without their ends: LF, CR LF or a lone CR. A last line without an end counts, an empty one does not. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The text without blanks at its end; Unicode blanks stay. */
export function trimEndBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\v\f\r".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
