/**
 * The log stream: diagnostics in the three shapes of spec 05 § 3, each with a verbosity level.
 * Results of commands do not go here but to stdout.
 */
export interface Log {
  /** Plain text. */
  print(level: number, text: string): void;
  /** `ERROR: text`, level 0. */
  error(text: string): void;
  /** `WARNING: text`, level 0. */
  warn(text: string): void;
  /** `INFO: (level) text`. */
  info(level: number, text: string): void;
  /** Whether messages of this level are shown. */
  shows(level: number): boolean;
}

/** A log from one function that gets each finished line with its level. */
export function makeLog(write: (level: number, line: string) => void, shows: (level: number) => boolean): Log {
  const print = (level: number, text: string) => {
    if (shows(level)) write(level, text);
  };
  return {
    print,
    error: (text) => print(0, `ERROR: ${text}`),
    warn: (text) => print(0, `WARNING: ${text}`),
    info: (level, text) => print(level, `INFO: (${level}) ${text}`),
    shows,
  };
}

/** A log that nobody reads. */
export const silentLog: Log = makeLog(
  () => {},
  () => false,
);
