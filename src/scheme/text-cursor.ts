/** A place in a text that moves forward. Characters are whole letters. */
export class TextCursor {
  #position = 0;

  constructor(readonly text: string) {}

  get position(): number {
    return this.#position;
  }

  get atEnd(): boolean {
    return this.#position >= this.text.length;
  }

  /** The next character; empty at the end. */
  get next(): string {
    const code = this.text.codePointAt(this.#position);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  /** Takes the next character. */
  advance(): string {
    const character = this.next;
    this.#position += character.length;
    return character;
  }

  /** Takes `expected` if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.#position)) return false;
    this.#position += expected.length;
    return true;
  }

  /** Takes what a sticky expression matches here, if anything. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#position;
    const match = expression.exec(this.text);
    if (match === null) return undefined;
    this.#position += match[0].length;
    return match;
  }
}
