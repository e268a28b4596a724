import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";

const bin = resolve(dirname(fileURLToPath(import.meta.url)), "../../bin");

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment without a trace of an enclosing megatest. */
export function cleanEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("MT_") && !["NODE_OPTIONS", "NODE_ENV", "TEST"].includes(name) && !name.startsWith("VITEST"),
  );
  return { ...Object.fromEntries(inherited), PATH: `${bin}:${process.env["PATH"] ?? ""}`, ...extra };
}

/** Runs a program of the checkout to its end; never rejects for its exit code. */
export function runProgram(
  name: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; input?: string },
): Promise<CommandResult> {
  return new Promise((done) => {
    const child = execFile(join(bin, name), args, { cwd: options.cwd, env: cleanEnv(options.env), maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 128;
      done({ code, stdout, stderr });
    });
    child.stdin?.end(options.input ?? "");
  });
}

/** A real area in a temporary folder. */
export class TestArea {
  readonly path: string;

  /** @param files texts by relative path; `@AREA@` in them stands for the area's path. A testconfig per test: `tests/<name>/testconfig` */
  constructor(files: Readonly<Record<string, string>>, folder = tmpdir()) {
    this.path = mkdtempSync(join(folder, "megatest-area-"));
    this.write({ "megatest.config": standardConfig(), "runconfigs.config": "[default]\n", ...files });
    mkdirSync(join(this.path, "runs"), { recursive: true });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text.replaceAll("@AREA@", this.path), { mode: text.startsWith("#!") ? 0o755 : 0o644 });
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  megatest(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}): Promise<CommandResult> {
    return runProgram("megatest", args, { cwd: this.path, ...options });
  }

  /** `-run -target x/1 -runname r1 -run-wait` and more. */
  run(...more: string[]): Promise<CommandResult> {
    const given = (flag: string, value: string) => (more.includes(flag) ? [] : [flag, value]);
    return this.megatest(["-run", ...given("-target", "x/1"), ...given("-runname", "r1"), "-run-wait", ...more]);
  }

  /** Runs shell lines in the area. */
  sh(script: string): Promise<CommandResult> {
    return new Promise((done) => {
      execFile("/bin/sh", ["-c", script], { cwd: this.path, env: cleanEnv() }, (error, stdout, stderr) => {
        done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 128, stdout, stderr });
      });
    });
  }

  /** Starts a command and goes on. */
  start(args: readonly string[], env: Record<string, string> = {}) {
    return spawn(join(bin, "megatest"), args, { cwd: this.path, env: cleanEnv(env), stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Rows of the area database. */
  query(sql: string, ...params: unknown[]): Record<string, unknown>[] {
    return rowsOf(join(this.path, "megatest.db"), sql, params);
  }

  /** Rows of the live database, which also has what is never copied into the area. */
  queryLive(sql: string, ...params: unknown[]): Record<string, unknown>[] {
    return rowsOf(this.liveFile, sql, params);
  }

  /** The live database. */
  get liveFile(): string {
    return join(liveDirectory(this.path), "megatest.db");
  }

  /** Rows of a database, of the area if the path is relative. */
  queryFile(file: string, sql: string): Record<string, unknown>[] {
    return rowsOf(resolve(this.path, file), sql, []);
  }

  /** `test[/item]` → `STATE/STATUS` of one run. */
  verdicts(runname = "r1"): Record<string, string> {
    const rows = this.query(
      "SELECT testname, item_path, tests.state AS state, tests.status AS status FROM tests JOIN runs ON runs.id = run_id WHERE runname = ? AND tests.state <> 'DELETED' ORDER BY 1, 2",
      runname,
    );
    return Object.fromEntries(
      rows.map((row) => [row["item_path"] === "" ? row["testname"] : `${row["testname"]}/${row["item_path"]}`, `${row["state"]}/${row["status"]}`]),
    );
  }

  /** Waits until a condition on the area holds. */
  async until(condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
      await new Promise((tick) => setTimeout(tick, 50));
    }
  }

  remove(): void {
    removeArea(this.path);
  }
}

function rowsOf(file: string, sql: string, params: readonly unknown[]): Record<string, unknown>[] {
  // Not read-only: what a killed process left half done is undone by the next who opens the file.
  const db = new Database(file, { fileMustExist: true });
  try {
    return db.prepare(sql).all(...params) as Record<string, unknown>[];
  } finally {
    db.close();
  }
}

function liveDirectory(path: string): string {
  return join("/tmp", userInfo().username, "megatest_localdb", basename(path), path.replaceAll("/", "."));
}

/** Two keys, a disk inside the area, no waiting for load. */
export function standardConfig(more = ""): string {
  return `[fields]
SYS TEXT
RELEASE TEXT

[setup]
linktree @AREA@/links
max_concurrent_jobs 10

[jobtools]
maxload x
maxhomehostload x

[server]
homehost 127.0.0.1

[disks]
disk0 @AREA@/runs
${more}`;
}

/** Removes an area with its live database. */
export function removeArea(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  const live = liveDirectory(path);
  rmSync(live, { recursive: true, force: true });
  try {
    rmdirSync(dirname(live));
  } catch {
    // Another area of that name has one too.
  }
}

/** Makes areas that are removed after each test. */
export function areaMaker(afterEach: (cleanUp: () => void) => void): (files: Readonly<Record<string, string>>) => TestArea {
  const made: TestArea[] = [];
  afterEach(() => {
    for (const area of made.splice(0)) area.remove();
  });
  return (files) => {
    const area = new TestArea(files);
    made.push(area);
    return area;
  };
}
