const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** The text that the inside of a Scheme string literal stands for; an unknown escape stands for its character. Spec 01 § 4.1. */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (controls[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A Scheme string literal, on one line. */
export function quoteString(text: string): string {
  // All but control characters, quotes and backslashes stay.
  return `"${text.replace(/[^ !#-[\]-\uffff]/g, encodeCharacter)}"`;
}

function encodeCharacter(char: string): string {
  if (char === '"' || char === "\\") return `\\${char}`;
  const control = Object.keys(controls).find((name) => controls[name] === char);
  return `\\${control ?? `x${char.charCodeAt(0).toString(16).padStart(2, "0")}`}`;
}
