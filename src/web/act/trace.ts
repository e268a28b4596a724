import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { type Log, messageOf } from "../../base/index.js";
import { makeDirectories, userName } from "../../sys/index.js";
import type { Actor, TraceEntry } from "../../view/index.js";
import type { Visitor } from "../http/guard.js";

/** The file of what was done, below the area. */
export const traceFile = "logs/dashboard-actions.jsonl";

/** Who a visitor is. */
export function actorOf({ user, label, address }: Visitor): Actor {
  return { user: user ?? userName(), session: label, address };
}

/** Takes note of everything that is done from the dashboard. Spec 06 § 32.5 */
export class Trace {
  readonly #toppath: string;
  readonly #log: Log;

  constructor(toppath: string, log: Log) {
    this.#toppath = toppath;
    this.#log = log;
  }

  write(visitor: Visitor, entry: Omit<TraceEntry, keyof Actor | "time">): void {
    const line: TraceEntry = { time: Date.now() / 1000, ...actorOf(visitor), ...entry };
    try {
      makeDirectories(join(this.#toppath, "logs"));
      appendFileSync(join(this.#toppath, traceFile), `${JSON.stringify(line)}\n`);
    } catch (error) {
      this.#log.error(`${traceFile} does not tell of ${entry.action}: ${messageOf(error)}`);
    }
  }

  /**
   * Does something and takes note of how it went.
   *
   * @throws what `work` throws
   */
  async of<T>(visitor: Visitor, entry: Omit<TraceEntry, keyof Actor | "time" | "result">, work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      this.write(visitor, { ...entry, result: "done" });
      return value;
    } catch (error) {
      this.write(visitor, { ...entry, result: messageOf(error) });
      throw error;
    }
  }
}
