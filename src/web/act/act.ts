import * as z from "zod/mini";
import type { Area } from "../../area/index.js";
import type { Log } from "../../base/index.js";
import type { Records } from "../../store/index.js";
import type { Level } from "../../view/index.js";
import type { Tickets } from "../files/tickets.js";
import type { Visitor } from "../http/guard.js";
import type { Queries } from "../queries/thread.js";
import { Refused } from "../refused.js";
import type { ActAreas } from "./areas.js";
import type { Jobs } from "./jobs/jobs.js";
import type { Plans } from "./plan/plans.js";
import type { Previews } from "./plan/preview.js";
import type { Program } from "./program.js";
import type { Trace } from "./trace.js";

/** What changing requests work with. Lives in the main thread. */
export interface ActContext {
  /** The one in which the dashboard was started. */
  readonly area: Area;
  readonly areas: ActAreas;
  /** Completed runs are shown too. */
  readonly fullDb: boolean;
  /** Opened for writing at first use, in the way of the command line. */
  readonly records: () => Promise<Records>;
  /** What the queries know. */
  readonly queries: Queries;
  /** Open files of run directories to the page. */
  readonly tickets: Tickets;
  readonly program: Program;
  readonly previews: Previews;
  readonly plans: Plans;
  readonly jobs: Jobs;
  readonly trace: Trace;
  readonly log: Log;
}

/** One thing that can be changed. Its name in the catalog is its method and path: `PATCH test`. */
export interface Act<Context = ActContext> {
  /** What is needed for it. */
  readonly level: Level;
  /**
   * @param given the JSON of the request; of a request without a body, its URL parameters. `id` is what stands for `:id` in the path
   * @throws Refused, Failure
   */
  carryOut(context: Context, given: unknown, visitor: Visitor): Promise<unknown>;
}

/** Acts with what they work with, by method and path. */
export type BoundActs = Readonly<Record<string, Pick<Act, "level"> & { carryOut(given: unknown, visitor: Visitor): Promise<unknown> }>>;

export function bindActs<Context>(acts: Readonly<Record<string, Act<Context>>>, context: Context): BoundActs {
  const bound = ({ level, carryOut }: Act<Context>) => ({ level, carryOut: (given: unknown, visitor: Visitor) => carryOut(context, given, visitor) });
  return Object.fromEntries(Object.entries(acts).map(([name, one]) => [name, bound(one)]));
}

/**
 * Makes a changing request.
 *
 * @param body schema of what is given; unknown fields are ignored
 * @param run its result is the answer, as JSON
 */
export function act<B, Context = ActContext>(
  level: Level,
  body: z.ZodMiniType<B>,
  run: (context: Context, body: B, visitor: Visitor) => Promise<unknown>,
): Act<Context> {
  return {
    level,
    carryOut: async (context, given, visitor) => {
      const parsed = z.safeParse(body, given);
      if (parsed.success) return run(context, parsed.data, visitor);
      const mistakes = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new Refused("bad-request", mistakes.join("; "));
    },
  };
}
