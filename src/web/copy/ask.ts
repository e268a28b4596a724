import { Failure } from "../../base/index.js";
import type { Answers } from "../../view/index.js";
import type { Given } from "../queries/query.js";
import type { Queries } from "../queries/thread.js";
import { Refused } from "../refused.js";

/** Asks as somebody who may only look: what is masked for him stays masked in a copy. */
export class CopyAsker {
  readonly #queries: Pick<Queries, "ask">;
  readonly #signal: AbortSignal;

  constructor(queries: Pick<Queries, "ask">, signal: AbortSignal) {
    this.#queries = queries;
    this.#signal = signal;
  }

  /** Undefined when there is no such thing (any more), or nobody may see it. @throws Failure when nothing can be asked */
  async ask<N extends keyof Answers>(name: N, given: Given = {}): Promise<Answers[N] | undefined> {
    this.#signal.throwIfAborted();
    try {
      const { body } = await this.#queries.ask(name, given, { level: "view", signal: this.#signal });
      // The answer is what the catalog says.
      return JSON.parse(new TextDecoder().decode(body)) as Answers[N];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#signal.throwIfAborted();
      if (error.code === "busy") throw new Failure("busy", `${name}: ${error.message}`, 1, { cause: error });
      return undefined;
    }
  }

  /** All of a list that is answered in parts. */
  async all<N extends ListName>(name: N, given: Given = {}): Promise<Item<N>[]> {
    const items: Item<N>[] = [];
    for (let total = 1; items.length < total; ) {
      const answer = await this.ask(name, { ...given, offset: String(items.length) });
      const found = (answer?.items ?? []) as readonly Item<N>[];
      items.push(...found);
      total = found.length === 0 ? 0 : (answer?.total ?? 0);
    }
    return items;
  }
}

/** Questions that are answered in parts. */
type ListName = { [N in keyof Answers]: Answers[N] extends { total: number; offset: number; items: readonly unknown[] } ? N : never }[keyof Answers];

type Item<N extends ListName> = Answers[N]["items"][number];
