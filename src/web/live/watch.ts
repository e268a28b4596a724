import type { LiveEvent } from "../../view/index.js";
import type { RunColumns } from "../queries/matrix/run-columns.js";

/** Runs in memory are given back after so long without anybody. */
const forgetMs = 600_000;
/** Tests in one event: a long list is handed on in parts. */
const mostTests = 500;

/** Looks for changes of the records in the thread that answers queries, and tells what it finds. */
export class Watch {
  readonly #columns: RunColumns;
  readonly #failed: (error: unknown) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #forgetTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(columns: RunColumns, tell: (events: readonly LiveEvent[]) => void, failed: (error: unknown) => void) {
    this.#columns = columns;
    this.#failed = failed;
    columns.follow((event) => tell(inParts(event)));
    // From now on every change is one.
    void columns.refresh().catch(failed);
  }

  /** Looks every so many milliseconds; undefined: not any more, and what is in memory is given back some time later. */
  every(periodMs: number | undefined): void {
    clearInterval(this.#timer);
    clearTimeout(this.#forgetTimer);
    if (periodMs === undefined) {
      this.#forgetTimer = setTimeout(() => this.#columns.forget(), forgetMs);
      return;
    }
    const look = () => this.#columns.refresh().catch(this.#failed);
    void look();
    this.#timer = setInterval(() => void look(), periodMs);
  }
}

function inParts(event: LiveEvent): LiveEvent[] {
  if (event.kind !== "tests" || event.tests.length <= mostTests) return [event];
  const parts = Math.ceil(event.tests.length / mostTests);
  return Array.from({ length: parts }, (_, part) => ({ ...event, tests: event.tests.slice(part * mostTests, (part + 1) * mostTests) }));
}
