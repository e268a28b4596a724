// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes begin with one
const colours = /\u001b\[[\d;]*m/g;
const direction = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text with a picture for each control character, `␛` for escape, so that none is shown as nothing. */
export function withPictures(text: string): string {
  return text.replace(controls, (control) => (control === "\u007f" ? "␡" : String.fromCharCode(0x2400 + control.charCodeAt(0))));
}

/** The same, and characters that turn the direction of text are shown by name: for raw lines. */
export function withAllPictures(text: string): string {
  return withPictures(text).replace(direction, (mark) => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}

/** Text without its colour sequences. */
export function withoutColours(text: string): string {
  return text.replace(colours, "");
}
