import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, cleanEnv, standardConfig, type TestArea } from "../kit/area.js";
import { bundled } from "../kit/bundled.js";
import { root } from "../kit/hosts-lab.js";

const makeArea = areaMaker(afterEach);

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const kills = Number(process.env["KILLS"] ?? 30);
const writers = 20;

/** A program that writes to the records, and tells what is written. */
class Writer {
  readonly ended: Promise<number | null>;
  readonly #process: ChildProcess;
  #stdout = "";
  #stderr = "";

  constructor(command: readonly string[], area: TestArea) {
    const [program = "", ...args] = command;
    this.#process = spawn(program, args, { cwd: area.path, env: cleanEnv(), stdio: ["ignore", "pipe", "pipe"] });
    this.#process.stdout?.on("data", (part) => {
      this.#stdout += String(part);
    });
    this.#process.stderr?.on("data", (part) => {
      this.#stderr += String(part);
    });
    this.ended = new Promise((resolve) => this.#process.once("close", resolve));
  }

  get written(): string[] {
    return this.#stdout.split("\n").filter((line) => line !== "");
  }

  get complaints(): string {
    return this.#stderr;
  }

  end(): void {
    this.#process.kill("SIGTERM");
  }
}

/** The newest server, whether it has begun to listen or not. */
function newestServer(area: TestArea): number | undefined {
  const logs = join(area.path, "logs");
  const found = (existsSync(logs) ? readdirSync(logs) : []).flatMap((name) => {
    const pid = new RegExp(`^server-(\\d+)-${hostname()}\\.log$`).exec(name)?.[1];
    return pid === undefined ? [] : [{ pid: Number(pid), at: statSync(join(logs, name)).birthtimeMs }];
  });
  return found.sort((a, b) => b.at - a.at)[0]?.pid;
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

describe(`a server that is killed again and again, seed ${seed}`, () => {
  it(`${kills} times, also while it starts: no write of ${writers} programs is lost or done twice`, async () => {
    const area = makeArea({ "megatest.config": standardConfig().replace("[server]", "[server]\nforce always\nsync-period 1") });
    const directory = mkdtempSync(join(tmpdir(), "writer-"));
    const program = await bundled("record-writer", directory);
    await area.megatest(["-run", "-target", "x/1", "-runname", "r1", "-testpatt", "none"]);
    const all = Array.from({ length: writers }, (_, index) => new Writer([...program, join(root, "bin/megatest"), `w${index}`, "10"], area));
    const random = randomNumbers(seed);
    let killed = 0;
    let last: number | undefined;
    while (killed < kills) {
      const pid = newestServer(area);
      if (pid === undefined || pid === last) await sleep(5);
      else {
        // Most of the time it has begun to answer by then; sometimes it is just starting.
        await sleep(random() < 0.3 ? 200 * random() : 200 + 800 * random());
        if (kill(pid)) killed++;
        last = pid;
      }
    }
    const before = all.map(({ written }) => written.length);
    await area.until(() => all.every(({ written }, index) => written.length > (before[index] ?? 0)), "everyone to write again", 90_000);
    for (const writer of all) writer.end();
    const codes = await Promise.all(all.map(({ ended }) => ended));
    expect(codes, all.map(({ complaints }) => complaints).join("")).toEqual(codes.map(() => 0));
    expect(await area.megatest(["-kill-servers"])).toMatchObject({ code: 0 });
    const found = area.query("SELECT user FROM access_log").map((row) => String(row["user"]));
    const written = all.flatMap((writer) => writer.written);
    expect(found.toSorted()).toEqual(written.toSorted());
    process.stdout.write(`${killed} kills, ${written.length} writes, seed ${seed}\n`);
    rmSync(directory, { recursive: true });
  }, 300_000);
});

/** The same numbers for the same seed. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
