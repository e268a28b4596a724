/** How megatest is started for this area. */
export interface Program {
  /** Absolute path, and what tells it the configuration where that is not the usual one. */
  readonly words: readonly [string, ...string[]];
  /** Without a trace of megatest: no `MT_…`. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}
