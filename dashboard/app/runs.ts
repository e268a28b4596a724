import { effect, signal } from "@preact/signals";
import type { LiveEvent, RunRow } from "../../src/view/index.js";
import { ApiError, ask } from "./api.js";
import { follow } from "./live.js";
import { announce } from "./notices.js";
import { readings } from "./session.js";

/** Runs of the area, newest first, as far as they are known; undefined before the first answer. */
export const runs = signal<readonly RunRow[] | undefined>(undefined);

/** Runs that are asked for at once. */
const part = 500;
/** After a change of a run, its counts are read again, at most so often; ms. */
const settling = 1000;

let reading: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps `runs` current; called once. */
export function followRuns(): void {
  effect(() => {
    if (readings.value >= 0) void read();
  });
  follow("runs", (event) => {
    if (event.kind === "run") tell(event);
    clearTimeout(timer);
    timer = setTimeout(() => void read(), settling);
  });
}

/** Reads all runs anew, the newest part first. */
async function read(): Promise<void> {
  reading?.abort();
  const stop = new AbortController();
  reading = stop;
  try {
    const rows: RunRow[] = [];
    for (let total = 1; rows.length < total; ) {
      const answer = await ask("runs", { offset: rows.length, limit: part }, { signal: stop.signal });
      rows.push(...answer.items);
      total = answer.items.length === 0 ? rows.length : answer.total;
      runs.value = runs.peek() === undefined || rows.length >= total ? [...rows] : runs.peek();
    }
  } catch (error) {
    // What is known stays: the badge in the header says that the connection is lost.
    if (!(error instanceof ApiError) && !stop.signal.aborted) throw error;
  }
}

function tell({ runs: changed }: Extract<LiveEvent, { kind: "run" }>): void {
  const before = new Map(runs.peek()?.map((run) => [run.id, run.state]));
  for (const { id, runname, state, target } of changed) {
    const ended = state === "COMPLETED" && before.has(id) && before.get(id) !== state;
    if (ended) announce(`Run ${runname} of ${target.join("/")} has finished`);
  }
}
