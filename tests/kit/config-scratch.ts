import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Log, makeLog } from "../../src/base/index.js";
import type { Config } from "../../src/config/config.js";
import { type ReadOptions, readConfig } from "../../src/config/read.js";
import { type Env, encodeText } from "../../src/sys/index.js";

/** For tests: a folder with configuration files, an environment of its own and what was logged. */
export class Scratch {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), "config-")));
  readonly env: Env = { PATH: process.env["PATH"] ?? "" };
  /** Lines that a user at level 2 sees. */
  readonly logged: string[] = [];
  readonly log: Log = makeLog(
    (_level, line) => this.logged.push(line),
    (level) => level <= 2,
  );

  /** Writes a file below the folder, and names it. */
  write(name: string, text: string, mode = 0o644): string {
    const path = join(this.dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, encodeText(text));
    chmodSync(path, mode);
    return path;
  }

  /** Reads the text as `test.config`. */
  read(text: string, options: Partial<ReadOptions> = {}): Config {
    return this.readFile(this.write("test.config", text), options);
  }

  readFile(file: string, options: Partial<ReadOptions> = {}): Config {
    return readConfig(file, { log: this.log, env: this.env, cwd: this.dir, toppath: this.dir, system: "on", ...options });
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Sections with their [name, value] pairs, in order. */
export function contents(config: Config): Record<string, string[][]> {
  return Object.fromEntries(config.sectionNames().map((section) => [section, config.variables(section).map(({ name, value }) => [name, value])]));
}
