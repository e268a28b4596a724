/** An environment: what a child process gets. Never `process.env` itself, so that tests cannot leak into each other. */
export type Env = Record<string, string>;

/** A copy of this process's environment. */
export function currentEnv(): Env {
  const env: Env = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return env;
}
