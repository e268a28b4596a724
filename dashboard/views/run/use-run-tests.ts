import { useEffect, useRef, useState } from "preact/hooks";
import { isEnded } from "../../../src/model/index.js";
import type { LiveEvent, RunRef, RunTest } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { useLive } from "../../app/live.js";
import { readings } from "../../app/session.js";
import { isSameRun, runQuestion, runRoute, topicOf } from "../test/refs.js";

/** The tests of a run as far as they are known. */
export interface RunTests {
  /** By name and item path. */
  readonly rows: readonly RunTest[];
  /** Of the whole run; more than there are rows while they are being read. */
  readonly total: number | undefined;
  readonly error: ApiError | undefined;
}

/** Rows that are asked for at once. */
const part = 2000;
/** What events do not tell, comments and steps, is read again after so many ms; a large run costs more, and waits longer. */
const settling = { small: 2000, large: 20_000, largeFrom: 4000 };

/** Reads the tests of a run part by part, and keeps them as events tell. */
export function useRunTests(run: RunRef): RunTests {
  const [tests, setTests] = useState<RunTests>({ rows: [], total: undefined, error: undefined });
  const [turn, setTurn] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const stop = new AbortController();
    void read(run, stop.signal, setTests);
    return () => stop.abort();
  }, [run.t, run.r, run.a, turn, readings.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(topicOf(runRoute(run)), (event) => {
    if (event.kind !== "tests") return;
    const own = event.tests.filter((test) => isSameRun(test, run));
    if (own.length === 0) return;
    setTests((before) => ({ ...before, rows: patched(before.rows, own) }));
    if (timer.current !== undefined || !own.some(({ kind, state }) => kind !== "changed" || isEnded(state))) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        setTurn((count) => count + 1);
      },
      (tests.total ?? 0) < settling.largeFrom ? settling.small : settling.large,
    );
  });
  return tests;
}

async function read(run: RunRef, signal: AbortSignal, show: (change: (before: RunTests) => RunTests) => void): Promise<void> {
  const rows: RunTest[] = [];
  try {
    for (let total = 1; rows.length < total; ) {
      const answer = await ask("run/tests", { ...runQuestion(run), offset: rows.length, limit: part }, { signal });
      rows.push(...answer.items);
      total = answer.items.length === 0 ? rows.length : answer.total;
      // Read again, nothing shrinks while the parts come in.
      show((before) => ({ rows: rows.length >= total || rows.length > before.rows.length ? [...rows] : before.rows, total, error: undefined }));
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    show((before) => ({ ...before, error }));
  }
}

type Changed = Extract<LiveEvent, { kind: "tests" }>["tests"];

/** New tests are left to the next reading: their place and comment are not known. */
function patched(rows: readonly RunTest[], changes: Changed): readonly RunTest[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return rows.flatMap((row) => {
    const change = byId.get(row.id);
    if (change === undefined) return [row];
    const { state, status, event_time, run_duration } = change;
    return change.kind === "gone" ? [] : [{ ...row, state, status, event_time, run_duration }];
  });
}
