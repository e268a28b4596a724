import { useEffect, useRef, useState } from "preact/hooks";
import { formatRef, type LiveEvent, type LiveTest, type RunRef, type TimedTest } from "../../src/view/index.js";
import { ApiError, ask } from "./api.js";
import { follow } from "./live.js";
import { readings } from "./session.js";

/** All records of a run as they are now, as far as they are known. */
export interface TimedTests {
  /** Undefined before the first answer; whole once `loading` is false. */
  readonly tests: readonly TimedTest[] | undefined;
  readonly loading: boolean;
  readonly error: ApiError | undefined;
}

const nothing: TimedTests = { tests: undefined, loading: true, error: undefined };
/** Changes are shown together, at most so often; ms. */
const settling = 400;

/** Keeps the tests of a run current while a component is shown. */
export function useTimedTests(run: RunRef): TimedTests {
  return useTimedTestsOfRuns([run]).get(formatRef(run)) ?? nothing;
}

/** The same for several runs, by {@link formatRef}. */
export function useTimedTestsOfRuns(runs: readonly RunRef[]): ReadonlyMap<string, TimedTests> {
  const [known, setKnown] = useState<ReadonlyMap<string, TimedTests>>(new Map());
  const watched = useRef(new Map<string, Watched>());
  const names = runs.map((run) => formatRef(run)).join("\n");
  useEffect(() => {
    const wanted = new Map(runs.map((run) => [formatRef(run), run]));
    for (const [name, one] of watched.current) {
      if (wanted.has(name)) continue;
      one.end();
      watched.current.delete(name);
    }
    for (const [name, run] of wanted) {
      if (watched.current.has(name)) continue;
      watched.current.set(name, new Watched(run, (tests) => setKnown((before) => new Map(before).set(name, tests))));
    }
    setKnown((before) => new Map([...before].filter(([name]) => wanted.has(name))));
  }, [names]);
  const seen = useRef(readings.value);
  useEffect(() => {
    if (seen.current === readings.value) return;
    seen.current = readings.value;
    for (const one of watched.current.values()) void one.read();
  }, [readings.value]);
  useEffect(
    () => () => {
      for (const one of watched.current.values()) one.end();
    },
    [],
  );
  return known;
}

/** One run that is read in parts, and then followed. */
class Watched {
  readonly #run: RunRef;
  readonly #tell: (tests: TimedTests) => void;
  readonly #unfollow: () => void;
  #tests = new Map<number, TimedTest>();
  #reading = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWhole = false;
  /** What happened while the run was being read. */
  #meanwhile: LiveTest[] = [];

  constructor(run: RunRef, tell: (tests: TimedTests) => void) {
    this.#run = run;
    this.#tell = tell;
    this.#unfollow = follow(`run:${formatRef(run)}`, (event) => this.#receive(event));
    void this.read();
  }

  end(): void {
    this.#unfollow();
    this.#reading.abort();
    clearTimeout(this.#timer);
  }

  async read(): Promise<void> {
    this.#reading.abort();
    const stop = new AbortController();
    this.#reading = stop;
    this.#isWhole = false;
    this.#meanwhile = [];
    const { a, t, r } = this.#run;
    const found = new Map<number, TimedTest>();
    try {
      for (let total = 1, offset = 0; offset < total; ) {
        const answer = await ask("run/times", { a, t, r, offset }, { signal: stop.signal });
        for (const test of answer.items) found.set(test.id, test);
        offset += answer.items.length;
        total = answer.items.length === 0 ? offset : answer.total;
      }
      this.#tests = found;
      for (const test of this.#meanwhile) this.#merge(test);
      this.#isWhole = true;
      this.#show();
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#tell({ tests: this.#tests.size > 0 ? [...this.#tests.values()] : undefined, loading: false, error });
    }
  }

  #receive(event: LiveEvent): void {
    if (event.kind !== "tests") return;
    const own = event.tests.filter(({ a, t, r }) => a === this.#run.a && t === this.#run.t && r === this.#run.r);
    if (own.length === 0) return;
    if (!this.#isWhole) this.#meanwhile.push(...own);
    for (const test of own) this.#merge(test);
    this.#timer ??= setTimeout(() => this.#show(), settling);
  }

  #merge({ kind, id, n, i, state, status, event_time, run_duration }: LiveTest): void {
    const host = this.#tests.get(id)?.host ?? "";
    if (kind === "gone") this.#tests.delete(id);
    else this.#tests.set(id, { id, testname: n, item_path: i, state, status, event_time, run_duration, host });
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWhole) this.#tell({ tests: [...this.#tests.values()], loading: false, error: undefined });
  }
}
