/*
 * Only ASCII blanks separate: configuration text is kept as latin1, where the byte 0xA0 of a UTF-8 letter would pass for
 * a no-break space.
 */

/** The blank-separated words of a text. */
export function words(text: string): string[] {
  return text.split(/[ \t\r\n\f\v]+/).filter((word) => word !== "");
}

/** The text without blanks at its ends. */
export function trimBlanks(text: string): string {
  return text.replace(/^[ \t\r\n\f\v]+|[ \t\r\n\f\v]+$/g, "");
}
