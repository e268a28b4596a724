import { useCallback, useEffect, useState } from "preact/hooks";
import type { Answers } from "../../src/view/index.js";
import { ApiError, ask, type Question } from "./api.js";
import { readings } from "./session.js";

export interface Answer<R> {
  /** The last answer; stays while a new one is awaited. */
  readonly value: R | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  /** Asks again. */
  readonly again: () => void;
}

/** Asks while a component is shown, and again when the parameters change; what is on its way is then given up. */
export function useAnswer<N extends keyof Answers>(name: N, params?: Question): Answer<Answers[N]>;
export function useAnswer<R>(name: string, params?: Question): Answer<R>;
export function useAnswer(name: string, params: Question = {}): Answer<unknown> {
  const [state, setState] = useState<Omit<Answer<unknown>, "again">>({ value: undefined, error: undefined, loading: true });
  const [turn, setTurn] = useState(0);
  const question = JSON.stringify(params);
  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    ask<unknown>(name, params, { signal: stop.signal }).then(
      (value) => setState({ value, error: undefined, loading: false }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState((before) => ({ ...before, error, loading: false }));
      },
    );
    return () => stop.abort();
  }, [name, question, turn, readings.value]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { ...state, again };
}
