/**
 * A program that cannot be read, is wrong, or asks for more than it may have.
 */
export class SchemeError extends Error {
  override readonly name: string = "SchemeError";
  /** Line (from 1) of the text given to `evaluate`: where reading failed, or where the failing top-level form begins. */
  line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** An argument of the wrong type; whoever called the procedure adds its name. */
export class WrongArgument extends SchemeError {
  override readonly name = "WrongArgument";
}
