import { useEffect, useState } from "preact/hooks";
import type { GraphNode, RunRef } from "../../../src/view/index.js";
import { ApiError, ask, type Question } from "../../app/api.js";
import { readings } from "../../app/session.js";

interface Definitions {
  /** Undefined before all are known. */
  readonly nodes: readonly GraphNode[] | undefined;
  readonly error: ApiError | undefined;
  /** How many of how many testconfigs have been read. */
  readonly progress: string;
}

/** What the testconfigs say of waiting, in a run or for a target. */
export function useDefinitions(of: { readonly run: RunRef } | { readonly t: string | undefined }): Definitions {
  const [known, setKnown] = useState<Definitions>({ nodes: undefined, error: undefined, progress: "" });
  const question: Question = "run" in of ? { a: of.run.a, t: of.run.t, r: of.run.r } : { t: of.t };
  useEffect(() => {
    const stop = new AbortController();
    const tell = (read: number, total: number) => setKnown((before) => ({ ...before, progress: ` (${read} of ${total})` }));
    readAll("run" in of ? "run/graph" : "graph", question, stop.signal, tell).then(
      (nodes) => setKnown({ nodes, error: undefined, progress: "" }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setKnown({ nodes: undefined, error, progress: "" });
      },
    );
    return () => stop.abort();
  }, [JSON.stringify(question), readings.value]);
  return known;
}

async function readAll(
  name: "graph" | "run/graph",
  question: Question,
  signal: AbortSignal,
  tell: (read: number, total: number) => void,
): Promise<GraphNode[]> {
  const nodes: GraphNode[] = [];
  for (let total = 1; nodes.length < total; ) {
    const answer = await ask(name, { ...question, offset: nodes.length }, { signal });
    nodes.push(...answer.items);
    tell(nodes.length, answer.total);
    total = answer.items.length === 0 ? nodes.length : answer.total;
  }
  return nodes;
}
