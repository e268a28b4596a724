/**
 * All that Scheme programs may do to the world. Built-ins whose effect is absent fail. Texts have one character per byte
 * (latin1), file names and commands too.
 */
export interface SchemeEffects {
  getenv(name: string): string | undefined;
  setenv(name: string, value: string): void;
  unsetenv(name: string): void;
  /** Runs a shell command to its end; `code` is its exit code, 128 + signal when killed. */
  shell?(command: string): { readonly code: number; readonly stdout: string };
  /** Where `print`, `display` and `newline` write. */
  print(text: string): void;
  readFile?(path: string): string;
  fileExists?(path: string): boolean;
  directoryExists?(path: string): boolean;
  /** Makes the directory and those above it; it may exist. */
  makeDirectory?(path: string): void;
  glob?(pattern: string): readonly string[];
  /** Epoch seconds. */
  now(): number;
  cwd(): string;
  userName(): string;
  hostName(): string;
  pid(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
}
