import { isUtf8 } from "node:buffer";

/**
 * Text of a file or a program whose bytes may be no UTF-8: valid UTF-8 becomes ordinary text, any other byte a lone surrogate
 * U+DC80…U+DCFF, from which {@link encodeText} makes the same byte again.
 */
export function decodeBytes(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  let text = "";
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[position] ?? 0));
      position++;
    } else {
      text += Buffer.from(bytes.subarray(position, position + length)).toString("utf8");
      position += length;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence that begins here, 0 if there is none. */
function sequenceLength(bytes: Uint8Array, position: number): number {
  const first = bytes[position] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  return length > 0 && position + length <= bytes.length && isUtf8(bytes.subarray(position, position + length)) ? length : 0;
}

/** The bytes of text as {@link decodeBytes} gives it. */
export function encodeText(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, "utf8");
  const parts = text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/);
  return Buffer.concat(parts.map((part, index) => (index % 2 === 1 ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part, "utf8"))));
}
