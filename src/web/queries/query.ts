import * as z from "zod/mini";
import type { Level } from "../../view/index.js";
import { Refused } from "../refused.js";
import type { Reader } from "./reader.js";

/** Who asks. */
export interface Asker {
  readonly level: Level;
  /** Aborted when nobody waits for the answer any more; look at it in long work. */
  readonly signal: AbortSignal;
  /** Header `Range`. */
  readonly range?: string;
  /** Header `If-Range`. */
  readonly ifRange?: string;
}

/** URL parameters as they came. */
export type Given = Readonly<Record<string, string>>;

/** One thing that can be asked. Its name in the catalog is its path under `/api/v1/`. */
export interface Query<R, Source = Reader> {
  /** @throws Refused `bad-request` when the parameters are wrong; Failures and other Refused of the query */
  answer(reader: Source, given: Given, asker: Asker): Promise<R>;
}

/** An answer that is no JSON. */
export class Bytes {
  constructor(
    readonly body: Uint8Array<ArrayBuffer>,
    /** Lower case names; `content-type` among them. */
    readonly headers: Readonly<Record<string, string>>,
    readonly status: number = 200,
  ) {}
}

/**
 * Makes a query.
 *
 * @param params schema of the URL parameters, from texts to what `run` wants; unknown ones are ignored. Parts: `params.ts`
 */
export function query<P, R, Source = Reader>(
  params: z.ZodMiniType<P>,
  run: (reader: Source, params: P, asker: Asker) => Promise<R> | R,
): Query<R, Source> {
  return {
    answer: async (reader, given, asker) => {
      const parsed = z.safeParse(params, given);
      if (parsed.success) return run(reader, parsed.data, asker);
      const mistakes = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new Refused("bad-request", mistakes.join("; "));
    },
  };
}
