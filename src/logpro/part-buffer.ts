/** Smaller parts are copied together, larger ones kept as they are. */
const largePart = 4096;
const pageLength = 64 * 1024;

/** Gathers many small parts, so that they can be written at once. */
export class PartBuffer {
  #full: Buffer[] = [];
  #page = Buffer.allocUnsafe(pageLength);
  #used = 0;

  /** @param part bytes, or text with one character per byte */
  add(part: Buffer | string): void {
    const isLarge = part.length >= largePart;
    if (isLarge || this.#used + part.length > pageLength) this.#endPage();
    if (isLarge) this.#full.push(typeof part === "string" ? Buffer.from(part, "latin1") : part);
    else this.#used += typeof part === "string" ? this.#page.write(part, this.#used, "latin1") : part.copy(this.#page, this.#used);
  }

  /** All that has been gathered, in few buffers; begins anew. */
  take(): readonly Buffer[] {
    this.#endPage();
    const parts = this.#full;
    this.#full = [];
    return parts;
  }

  #endPage(): void {
    if (this.#used === 0) return;
    this.#full.push(this.#page.subarray(0, this.#used));
    // What was handed out may still be waiting to be written.
    this.#page = Buffer.allocUnsafe(pageLength);
    this.#used = 0;
  }
}
