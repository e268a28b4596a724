/**
 * The bytes of a text on their way out. Text of an area's files holds one byte in each character and must come out as
 * it was read; text with other characters (from arguments, say) goes out as UTF-8.
 */
export function outputBytes(text: string): Uint8Array {
  return Buffer.from(text, isBytes(text) ? "latin1" : "utf8");
}

/** Makes untrusted text harmless for a terminal: control characters are shown as `\xHH`, line breaks too, since they could fake lines of ours. */
export function escapeControls(text: string): string {
  return isBytes(text) ? text.replace(controlBytes, (match, letter?: string) => letter ?? hex(match)) : text.replace(controls, hex);
}

const isBytes = (text: string) => !/[^\0-\xff]/.test(text);
const hex = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x1f\x7f-\x9f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; the group keeps letters that are several bytes of UTF-8
const controlBytes = /([\xc3-\xf4][\x80-\xbf]+|\xc2[\xa0-\xbf])|[\0-\x1f\x7f-\x9f]/g;
