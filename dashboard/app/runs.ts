import { signal } from "@preact/signals";
import type { LiveEvent, RunRef, RunRow } from "../../src/view/index.js";
import { ApiError, ask } from "./api.js";
import { follow } from "./live.js";
import { announce } from "./notices.js";
import { readings } from "./session.js";

/** Runs of the area, newest first, as far as they are known; undefined before the first answer. */
export const runs = signal<readonly RunRow[] | undefined>(undefined);

/** Runs that are asked for at once. */
const part = 200;
/** Changes of runs are read again together, at most so often; ms. */
const settling = 1000;

let timer: ReturnType<typeof setTimeout> | undefined;
let isReading = false;
/** Runs whose results have changed. */
let changed: RunRef[] = [];
/** There may be other runs than before. */
let isOther = false;

/** Keeps `runs` current; called once. */
export function followRuns(): void {
  readings.subscribe(() => {
    isOther = true;
    schedule(0);
  });
  follow("runs", (event) => {
    if (event.kind === "run") isOther = true;
    if (event.kind === "run") tell(event);
    if (event.kind === "counts") changed.push(...event.runs);
    schedule(settling);
  });
}

function schedule(delay: number): void {
  if (timer === undefined && !isReading) timer = setTimeout(() => void readNews(), delay);
}

/** One reading at a time. When the server does not answer, what is known stays: the badge in the header says so. */
async function readNews(): Promise<void> {
  timer = undefined;
  isReading = true;
  try {
    await (isOther ? readAll() : readChanged());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  } finally {
    isReading = false;
    if (isOther || changed.length > 0) schedule(settling);
  }
}

async function readChanged(): Promise<void> {
  const places = changed.map(({ t, r }) => runs.peek()?.findIndex(({ target, runname }) => runname === r && target.join("/") === t) ?? -1);
  const [from, to] = [Math.min(...places), Math.max(...places)];
  changed = [];
  await (from < 0 || to - from >= part ? readAll() : readPart(from, to - from + 1));
}

/** The newest part first; what is known stays until everything is read. */
async function readAll(): Promise<void> {
  isOther = false;
  changed = [];
  const rows: RunRow[] = [];
  for (let total = 1; rows.length < total; ) {
    const answer = await ask("runs", { offset: rows.length, limit: part });
    rows.push(...answer.items);
    total = answer.items.length === 0 ? rows.length : answer.total;
    if (rows.length >= total || (runs.peek()?.length ?? 0) < rows.length) runs.value = [...rows];
  }
}

async function readPart(offset: number, limit: number): Promise<void> {
  const { items } = await ask("runs", { offset, limit });
  const before = runs.peek() ?? [];
  const isSame = items.length === limit && items.every(({ id }, at) => before[offset + at]?.id === id);
  if (isSame) runs.value = before.toSpliced(offset, limit, ...items);
  else await readAll();
}

function tell({ runs: told }: Extract<LiveEvent, { kind: "run" }>): void {
  const before = new Map(runs.peek()?.map((run) => [run.id, run.state]));
  for (const { id, runname, state, target } of told) {
    const ended = state === "COMPLETED" && before.has(id) && before.get(id) !== state;
    if (ended) announce(`Run ${runname} of ${target.join("/")} has finished`);
  }
}
