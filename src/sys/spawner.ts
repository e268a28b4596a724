import { createInterface } from "node:readline";
import { type Env, environmentDifference } from "./env.js";
import { type Ending, type Running, start } from "./process.js";
import type { Started, Starter, StartRequest } from "./starter.js";

/** One line to the spawner. */
export interface SpawnOrder extends Omit<StartRequest, "env"> {
  readonly id: number;
  /** How the environment differs from the spawner's own. */
  readonly set: Env;
  readonly unset: readonly string[];
}

/** One line from the spawner: a program was started, could not be, or has ended. */
export type SpawnReport =
  | { readonly id: number; readonly pid: number }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly ending: Ending };

interface Order {
  readonly started: (result: Started) => void;
  readonly failed: (error: Error) => void;
  ended: ((ending: Ending) => void) | undefined;
  lost: ((error: Error) => void) | undefined;
}

/**
 * Starts programs through a small helper process. To start a program the system copies the tables of the memory of the process that asks, and
 * marks all of it to be copied on the next write: from a process that supervises many tests that takes several milliseconds, from a small one it does
 * not.
 *
 * @param program node and the script `spawner.js`
 * @param env the helper's environment; orders carry only what differs
 */
export function spawnerStarter(program: readonly [string, ...string[]], env: Env): Starter & { close(): void } {
  const orders = new Map<number, Order>();
  let helper: Promise<Running> | undefined;
  let nextId = 1;

  const begin = async (): Promise<Running> => {
    const [file, ...args] = program;
    const running = await start(file, args, { env, cwd: "/", stdio: ["pipe", "pipe", "inherit"] });
    running.child.stdin?.on("error", () => {});
    if (running.child.stdout) createInterface({ input: running.child.stdout }).on("line", (line) => take(JSON.parse(line)));
    void running.ended.then(() => {
      helper = undefined;
      const error = new Error("the process that starts programs has ended unexpectedly");
      for (const order of orders.values()) (order.lost ?? order.failed)(error);
      orders.clear();
    });
    return running;
  };
  const take = (report: SpawnReport): void => {
    const order = orders.get(report.id);
    if (order === undefined) return;
    if ("pid" in report) {
      const ended = new Promise<Ending>((resolve, reject) => {
        order.ended = resolve;
        order.lost = reject;
      });
      order.started({ pid: report.pid, ended });
      return;
    }
    orders.delete(report.id);
    if ("ending" in report) order.ended?.(report.ending);
    else order.failed(new Error(report.error));
  };
  const starter = async (request: StartRequest): Promise<Started> => {
    helper ??= begin();
    const { child } = await helper;
    return new Promise((started, failed) => {
      const { env: wanted, ...rest } = request;
      const id = nextId++;
      orders.set(id, { started, failed, ended: undefined, lost: undefined });
      const order: SpawnOrder = { ...rest, id, ...environmentDifference(env, wanted) };
      child.stdin?.write(`${JSON.stringify(order)}\n`);
    });
  };
  return Object.assign(starter, {
    close: () => {
      void helper?.then(({ child }) => child.stdin?.end());
    },
  });
}
