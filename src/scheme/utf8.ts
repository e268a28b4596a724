import { isUtf8 } from "node:buffer";

/**
 * Text whose letters are whole, from text with one character per byte. A byte that is no UTF-8 becomes a lone surrogate
 * U+DC80…U+DCFF, from which `encodeLetters` makes the same byte again.
 */
export function decodeLetters(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  const buffer = Buffer.from(bytes, "latin1");
  if (isUtf8(buffer)) return buffer.toString("utf8");
  return bytes.replace(letter, (found) =>
    found.length === 1 ? String.fromCharCode(0xdc00 + found.charCodeAt(0)) : Buffer.from(found, "latin1").toString("utf8"),
  );
}

/** The bytes of such text, one character each. */
export function encodeLetters(text: string): string {
  if (isAscii(text)) return text;
  return text.replace(/[^\0-\x7f]/gu, (found) =>
    isStrayByte(found) ? String.fromCharCode(found.charCodeAt(0) - 0xdc00) : Buffer.from(found, "utf8").toString("latin1"),
  );
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

const isStrayByte = (found: string) => /^[\udc80-\udcff]$/.test(found);

/** One UTF-8 sequence outside ASCII, else one stray byte. */
const letter =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;
