/** Smaller buffers are copied, larger ones kept as they are. */
const copiedLength = 2048;

/** Gathers many small parts, so that they can be written at once. */
export class PartBuffer {
  #parts: Buffer[] = [];
  #text = "";

  /** @param part bytes, or text with one character per byte */
  add(part: Buffer | string): void {
    if (typeof part === "string") this.#text += part;
    else if (part.length < copiedLength) this.#text += part.toString("latin1");
    else {
      this.#endText();
      this.#parts.push(part);
    }
  }

  /** All that has been gathered, and begins anew. */
  take(): Buffer {
    this.#endText();
    const [first, ...others] = this.#parts;
    this.#parts = [];
    if (first === undefined) return Buffer.alloc(0);
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  #endText(): void {
    if (this.#text !== "") this.#parts.push(Buffer.from(this.#text, "latin1"));
    this.#text = "";
  }
}
