/** A Scheme string. */
export function schemeString(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A JSON array of strings, on one line with the separators of 1.65. */
export function jsonStrings(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(", ")}]`;
}
