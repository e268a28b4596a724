/** An environment: what a child process gets. Never `process.env` itself, so that tests cannot leak into each other. */
export type Env = Record<string, string>;

/** A copy of this process's environment. */
export function currentEnv(): Env {
  const env: Env = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return env;
}

/** What must be set and removed to make one environment of another. */
export function environmentDifference(from: Env, to: Env): { readonly set: Env; readonly unset: readonly string[] } {
  const set: Env = {};
  for (const [name, value] of Object.entries(to)) if (from[name] !== value) set[name] = value;
  return { set, unset: Object.keys(from).filter((name) => to[name] === undefined) };
}
