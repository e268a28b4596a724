/** Text made safe for HTML between tags. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Text made safe for HTML in a quoted attribute. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;");
}

const special = [..."&<>"].map((character) => character.charCodeAt(0));

/** Bytes made safe for HTML; most need no change. */
export function escapeBytes(bytes: Buffer): Buffer | string {
  return special.some((byte) => bytes.includes(byte)) ? escapeText(bytes.toString("latin1")) : bytes;
}
