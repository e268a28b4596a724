/**
 * Untrusted text (test names, comments) made harmless for a terminal: control characters are shown as `\xHH`, line breaks too, since they
 * could fake lines of ours; so are bytes that are no UTF-8.
 */
export function escapeControls(text: string): string {
  return text.replace(controls, (character) => `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, "0")}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x1f\x7f-\x9f]|(?<![\ud800-\udbff])[\udc80-\udcff]/g;

/** How a command shows untrusted text on stdout: as it is to a file or a pipe, escaped to a terminal. */
export function shownText(stream: { readonly isTTY?: boolean } = process.stdout): (text: string) => string {
  return stream.isTTY === true ? escapeControls : (text) => text;
}

/** The same for a whole output, whose line breaks are ours. */
export function shownLines(stream?: { readonly isTTY?: boolean }): (text: string) => string {
  const show = shownText(stream);
  return (text) => text.split("\n").map(show).join("\n");
}
