import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a development tool of node_modules to its end; `output` is stdout followed by stderr. */
export function runTool(tool: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|CI$|NODE_ENV$|FORCE_COLOR$)/.test(name));
  return new Promise((done) => {
    const options = { cwd, maxBuffer: 1 << 28, env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env } };
    execFile(join(root, "node_modules/.bin", tool), args, options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 128, output: stdout + stderr });
    });
  });
}

/** Paths of the files of the checkout that are in git or could be added to it, relative to its root. */
export function projectFiles(): string[] {
  const output = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  return output.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

/** A small project with the checkout's settings and other files, to see that a gate finds the faults in it. */
export class PlantedProject {
  readonly path = mkdtempSync(join(tmpdir(), "megatest-gate-"));

  /** @param settings files of the checkout to copy; @param files texts by relative path */
  constructor(settings: readonly string[], files: Readonly<Record<string, string>>) {
    symlinkSync(join(root, "node_modules"), join(this.path, "node_modules"));
    for (const name of settings) cpSync(join(root, name), join(this.path, name));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
