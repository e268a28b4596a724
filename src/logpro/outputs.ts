/** Where a scan writes and what it may do. A part is bytes, or text with one character per byte. */
export interface Outputs {
  /** The annotated log on stdout: messages, the lines of the log, the summary. */
  log(part: Buffer | string): void;
  /** The page, if one is wanted. */
  readonly page?: ((part: Buffer | string) => void) | undefined;
  /** Runs a shell command and returns what it printed. */
  runHook(command: string): string;
}
