import { decodeBytes, encodeText } from "../sys/index.js";

const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** The text that the inside of a Scheme string literal stands for; an unknown escape stands for its character. Spec 01 § 4.1. */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  const decoded = text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (controls[char] ?? char) : byteOf(Number.parseInt(hex, 16)),
  );
  // Bytes one after the other may make a letter.
  return /[\udc80-\udcff]/.test(decoded) ? decodeBytes(encodeText(decoded)) : decoded;
}

/** As `decodeBytes` keeps a byte by itself. */
const byteOf = (byte: number) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);

/** Characters that string literals escape: control characters, quotes and backslashes. */
export const controlsAndQuotes = /[^ !#-[\]-\uffff]/g;

/** A Scheme string literal, on one line. */
export function quoteString(text: string): string {
  return `"${text.replace(controlsAndQuotes, encodeCharacter)}"`;
}

function encodeCharacter(char: string): string {
  if (char === '"' || char === "\\") return `\\${char}`;
  const control = Object.keys(controls).find((name) => controls[name] === char);
  return `\\${control ?? `x${char.charCodeAt(0).toString(16).padStart(2, "0")}`}`;
}
