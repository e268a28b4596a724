import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { start } from "../../../sys/index.js";
import type { CommandPreview } from "../../../view/index.js";
import { Refused, refusedFor } from "../../refused.js";
import type { Program } from "../program.js";
import type { Words } from "./commands.js";

const limits = { atOnce: 2, waiting: 10, ms: 30_000 };

const verdict = z.object({ state: z.string(), status: z.string() });
const name = { testname: z.string(), item_path: z.string(), verdict: z.exactOptional(verdict), detail: z.string() };
const affectedTest = z.object({
  ...name,
  t: z.string(),
  r: z.string(),
  live: z.boolean(),
  effect: z.enum(["launch", "skip", "mark", "set", "remove", "remove-data", "move"]),
});
const names = z.array(z.string());
const runPreview = z.object({
  named: names,
  upstream: names,
  late: names,
  withoutItems: names,
  total: z.number(),
  left: z.object({ count: z.number(), items: z.array(z.object(name)) }),
});
const answer: z.ZodMiniType<CommandPreview> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("preview"),
    tests: z.array(affectedTest),
    runs: names,
    locked: names,
    known: z.boolean(),
    preview: z.exactOptional(runPreview),
  }),
  z.object({ kind: z.literal("failure"), reason: z.string(), message: z.string() }),
]);

/** What a command would do. */
export interface Previewed extends Extract<CommandPreview, { kind: "preview" }> {
  /** What it would warn of. */
  readonly warnings: readonly string[];
}

/**
 * Asks commands what they would do, with the very words, directory and environment in which they would do it: so they select by the same code, read the
 * configuration as it is now, and nothing of this process waits for them.
 */
export class Previews {
  readonly #program: Program;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * @param line program and arguments of megatest
   * @throws Refused with what the command says against itself; `busy`
   */
  async of(line: Words): Promise<Previewed> {
    await this.#turn();
    try {
      return await this.#ask(line);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= limits.waiting) throw new Refused("busy", "too many plans at once: try again in a moment");
    if (this.#running >= limits.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  async #ask([program = "", ...words]: Words): Promise<Previewed> {
    const { env, cwd } = this.#program;
    const running = await start(program, [...words, "-preview"], { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => running.child.kill("SIGKILL"), limits.ms);
    try {
      const { stdout, stderr } = running.child;
      if (stdout === null || stderr === null) throw new Error("there is no pipe");
      const [out, err] = await Promise.all([text(stdout), text(stderr), running.ended]);
      return { ...understood(out, err), warnings: warningsIn(err) };
    } finally {
      clearTimeout(timer);
    }
  }
}

function understood(out: string, err: string): Extract<CommandPreview, { kind: "preview" }> {
  const line = out.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith("{"))
    throw new Refused("bad-request", err.trim() === "" ? "it could not be found out what this would do" : err.trim().slice(-2000));
  const parsed = answer.parse(JSON.parse(line));
  if (parsed.kind === "failure") throw refusedFor(parsed.reason, parsed.message);
  return parsed;
}

const shownWarnings = 20;

function warningsIn(err: string): string[] {
  const lines = err.split("\n").flatMap((line) => /^(?:WARNING|ERROR): (.*)$/.exec(line)?.[1] ?? []);
  return [...new Set(lines)].slice(0, shownWarnings);
}
