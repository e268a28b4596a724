/** How the shell completes a flag's value: a kind that is looked up, or the words themselves. */
export type Completion = "file" | "directory" | "target" | "runname" | "testpatt" | "state" | "status" | readonly string[];

/** One option of the command line; spec 05 § 5. */
export interface Flag {
  /** All spellings, the usual one first. `--name` is accepted for every `-name` besides. */
  readonly names: readonly [string, ...string[]];
  /** What the help calls the value. A flag without one is a switch. */
  readonly value?: string;
  /** One line. */
  readonly help: string;
  readonly completion?: Completion;
  /** What else must be on the line or around it, in the words of the help. */
  readonly needs?: readonly string[];
  /**
   * Why the help does not list it: `internal` is for programs, `deprecated` still works; `ignored` is read so that old command lines
   * work, but has no effect; `unavailable` is an action that this release does not have.
   */
  readonly unlisted?: "internal" | "deprecated" | "ignored" | "unavailable";
}

/** Flags that the help shows together. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly Flag[];
}
