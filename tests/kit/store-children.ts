import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import type { OpenOptions } from "../../src/store/index.js";
import type { Job } from "./store-child.js";

export interface StoreChild {
  readonly process: ChildProcess;
  /** The number it printed; undefined when it was killed. */
  readonly result: Promise<number | undefined>;
}

export type StartChild = (job: Job, number: number, options: OpenOptions) => StoreChild;

/** A program of this directory, made of one file so that it starts quickly, and the environment that it needs. */
export async function bundled(name: string): Promise<{ readonly program: string; readonly env: NodeJS.ProcessEnv }> {
  const directory = mkdtempSync(join(tmpdir(), "store-child-"));
  chmodSync(directory, 0o755);
  const program = join(directory, "child.cjs");
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  await build({ entryPoints: [here(name)], outfile: program, bundle: true, platform: "node", format: "cjs", external: ["better-sqlite3"] });
  return { program, env: { ...process.env, NODE_PATH: here("../../node_modules") } };
}

/** A way to start programs that use the records: `store-child.ts`, bundled so that many of them start quickly. */
export async function storeChildren(): Promise<StartChild> {
  const { program, env } = await bundled("store-child.ts");
  return (job, number, { log: _, ...options }) => {
    const child = spawn(process.execPath, [program, job, String(number), JSON.stringify(options)], { env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
    });
    const result = new Promise<number | undefined>((resolve) => {
      child.once("close", (code) => resolve(code === 0 ? Number(output) : undefined));
    });
    return { process: child, result };
  };
}
