const newline = 10;

/** Lines between two remembered offsets; spec 06 § 25.1. */
const step = 1000;

/** Where lines begin, for every thousandth of them. Made by feeding it the bytes of the file in order; offsets are in bytes, lines count from 0. */
export class LineIndex {
  readonly #offsets: number[] = [0];
  #newlines = 0;
  #counted = 0;
  #lastLine = 0;

  /** Bytes seen. */
  get counted(): number {
    return this.#counted;
  }

  /** Lines begun, the last one included even if it does not end with a newline. */
  get lines(): number {
    return this.#counted > this.#lastLine ? this.#newlines + 1 : this.#newlines;
  }

  /** Lines that ended with a newline: their offsets and lengths do not change any more. */
  get finishedLines(): number {
    return this.#newlines;
  }

  /** Takes in the bytes that follow those seen. */
  add(bytes: Buffer): void {
    for (let position = bytes.indexOf(newline); position !== -1; position = bytes.indexOf(newline, position + 1)) {
      this.#newlines++;
      this.#lastLine = this.#counted + position + 1;
      if (this.#newlines % step === 0) this.#offsets.push(this.#lastLine);
    }
    this.#counted += bytes.length;
  }

  /** The nearest remembered place at or before a line. */
  before(line: number): { readonly line: number; readonly offset: number } {
    const index = Math.min(Math.floor(line / step), this.#offsets.length - 1);
    return { line: index * step, offset: this.#offsets[index] ?? 0 };
  }
}
