import { closeSync, openSync } from "node:fs";
import type { Env } from "./env.js";
import { type Ending, start } from "./process.js";

/** A program to be started in a session of its own, without standard input. */
export interface StartRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Env;
  readonly cwd: string;
  /** File to which stdout and stderr are appended, or a descriptor of this process; absent: nowhere. */
  readonly output?: string | number;
}

export interface Started {
  readonly pid: number;
  /** Rejects only when it can no longer be told how the program ended. */
  readonly ended: Promise<Ending>;
}

/** Starts programs, itself or through another process. Rejects when a program cannot be started. */
export type Starter = (request: StartRequest) => Promise<Started>;

/** Starts programs as children of this process. */
export const startHere: Starter = async ({ program, args, env, cwd, output }) => {
  const fd = typeof output === "string" ? openSync(output, "a") : (output ?? "ignore");
  try {
    return await start(program, args, { env, cwd, stdio: ["ignore", fd, fd], detached: true });
  } finally {
    if (typeof output === "string" && typeof fd === "number") closeSync(fd);
  }
};
