import { useEffect, useRef, useState } from "preact/hooks";
import { type Bar, endOfBar, type RunRef, type Span } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { runQuestion } from "../test/refs.js";

/** px that a bar must have for its steps to show. */
const widestWithout = 40;
/** More bars than that are too narrow anyway. */
const most = 300;
/** ms without a change of the window, before they are asked for. */
const pause = 250;

/** Starts of the steps of the bars that are wide enough, by test; those of live tests are asked for again when they change. */
export function useSteps(run: RunRef, bars: readonly Bar[], window: Span, width: number, now: number): ReadonlyMap<number, readonly number[]> {
  const [steps, setSteps] = useState<ReadonlyMap<number, readonly number[]>>(new Map());
  const asked = useRef(new Map<number, string>());
  const shortest = ((window.until - window.from) * widestWithout) / Math.max(1, width);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const stateOf = ({ state, from }: Bar) => `${state} ${from}`;
      const isWide = (bar: Bar) => bar.from < window.until && endOfBar(bar, now) > window.from && endOfBar(bar, now) - bar.from >= shortest;
      const wide = bars.filter((bar) => isWide(bar) && asked.current.get(bar.id) !== stateOf(bar)).slice(0, most);
      if (wide.length === 0) return;
      for (const bar of wide) asked.current.set(bar.id, stateOf(bar));
      const ids = wide.map(({ id }) => id).join(",");
      ask("run/steps", { ...runQuestion(run), ids }, { signal: stop.signal }).then(
        ({ tests }) => {
          // The first step begins with its test.
          const found = tests.map(({ id, steps: own }): [number, number[]] => [id, own.slice(1).map(({ from }) => from)]);
          setSteps((before) => new Map([...before, ...found]));
        },
        (error: unknown) => {
          for (const { id } of wide) asked.current.delete(id);
          // Without them the chart only says less.
          if (!(error instanceof ApiError) && !stop.signal.aborted) throw error;
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [bars, window.from, window.until, width > 0]);
  return steps;
}
