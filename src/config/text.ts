/** White space of configuration files, for use inside a character class; spec 01 § 3. Unicode blanks do not count. */
export const blanks = " \\t\\v\\f\\r";

/** Text of a configuration (bytes as latin1) as the rest of the system spells it: in environments, commands and file names. */
export function systemText(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

/** Text from an environment or a file name as configurations hold it: its UTF-8 bytes as latin1. */
export function configText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** Lines without their ends: LF, CR LF or a lone CR. A last line without an end counts, an empty one does not. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The text without blanks at its end. `trimEnd` would also cut the last byte of some UTF-8 letters. */
export function trimBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\v\f\r".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Words between blanks and line ends. */
export function words(text: string): string[] {
  return text.split(/[ \t\v\f\r\n]+/).filter((word) => word !== "");
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
