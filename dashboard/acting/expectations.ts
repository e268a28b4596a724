import { useEffect, useState } from "preact/hooks";
import { fullName } from "../../src/model/index.js";
import type { TestExpectation, TestRef } from "../../src/view/index.js";
import { ApiError, ask } from "../app/api.js";
import { objectsOf } from "./open.js";

/** A test as it was when the dialog about it was opened. */
export interface SeenTest {
  readonly ref: TestRef;
  readonly expected: TestExpectation;
}

const part = 5000;

/** What tests are now; undefined until that is known. What is gone is left out. */
export function useSeen(tests: readonly TestRef[]): {
  readonly seen: readonly SeenTest[] | undefined;
  readonly error: ApiError | undefined;
  readonly again: () => void;
} {
  const [state, setState] = useState<{ readonly seen?: readonly SeenTest[]; readonly error?: ApiError }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    read(tests, stop.signal).then(
      (seen) => setState({ seen }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState({ error });
      },
    );
    return () => stop.abort();
  }, [turn]);
  return { seen: state.seen, error: state.error, again: () => setTurn((count) => count + 1) };
}

async function read(tests: readonly TestRef[], signal: AbortSignal): Promise<SeenTest[]> {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) {
    const { test } = await ask("test", { ...only }, { signal });
    return [{ ref: only, expected: expectationOf(test) }];
  }
  const seen: SeenTest[] = [];
  for (const { tests: own = [], ...run } of objectsOf(tests)) {
    const wanted = new Map(own.map((test) => [fullName({ testname: test.n, item_path: test.i }), test]));
    for (let offset = 0, total = 1; offset < total; offset += part) {
      const window = await ask("run/tests", { ...run, offset, limit: part }, { signal });
      total = window.total;
      for (const record of window.items) {
        const test = wanted.get(fullName(record));
        if (test !== undefined) seen.push({ ref: { ...run, ...test }, expected: expectationOf(record) });
      }
    }
  }
  return seen;
}

const expectationOf = ({ state, status, comment }: TestExpectation): TestExpectation => ({ state, status, comment });
