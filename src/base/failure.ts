/**
 * Everything that can go wrong in a way that a user can mend. The reason is stable: scripts, JSON and the
 * dashboard may rely on it; the text is for people. Anything else that is thrown is a bug.
 */
export type FailureReason =
  | "usage"
  | "no-area"
  | "bad-config"
  | "bad-target"
  | "missing-target"
  | "missing-runname"
  | "missing-testpatt"
  | "unknown-target"
  | "bad-plan"
  | "not-found"
  | "read-only"
  | "disk-space"
  | "no-disk"
  | "work-area"
  | "not-homehost"
  | "moved"
  | "server"
  | "database"
  | "corrupt"
  | "busy"
  | "io"
  | "not-in-test"
  | "not-available";

interface FailureOptions extends ErrorOptions {
  /** Where a command tells of it, by default on the log stream. */
  readonly stream?: "stdout";
}

/** An expected failure: ends the command with one line of text and `exitCode`; spec 05 § 4. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly stream: FailureOptions["stream"];

  /**
   * @param reason stable, for programs
   * @param message what happened, where, and how to mend it; one line per fact
   * @param exitCode of the command, by default 1
   */
  constructor(
    readonly reason: FailureReason,
    message: string,
    readonly exitCode: number = 1,
    options?: FailureOptions,
  ) {
    super(message, options);
    this.stream = options?.stream;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error such as `ENOENT`, if it is one. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
