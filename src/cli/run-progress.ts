import { formatDuration, weekDate } from "../base/index.js";
import { fullName, isLive, isOk, type TestName, type TestRecord } from "../model/index.js";
import type { RunProgress } from "../schedule/index.js";
import { escapeControls } from "./terminal.js";

/** Counts of the selected tests. */
interface Tally {
  done: number;
  failed: number;
  running: number;
  waiting: number;
}

/** What is shown of a test; a run may have very many. */
type Seen = Pick<TestRecord, "id" | "testname" | "item_path" | "state" | "status" | "event_time" | "run_duration">;

function seen({ id, testname, item_path, state, status, event_time, run_duration }: TestRecord): Seen {
  return { id, testname, item_path, state, status, event_time, run_duration };
}

const unfinished = new Set(["NOT_STARTED", "DELETED"]);
const quietStates = new Set(["DELETED", "REMOTEHOSTSTART", "RUNNING", "LAUNCHED", "NOT_STARTED"]);
const redrawMs = 200;
const linesEveryMs = 5000;
const headerEverySeconds = 600;

/** Shows how a run goes: one line that is redrawn on a terminal, plain lines for finished tests elsewhere. */
export class ShownProgress implements RunProgress {
  readonly #write: (text: string) => void;
  readonly #columns: number | undefined;
  readonly #linkPath: string;
  readonly #latest = new Map<number, Seen>();
  readonly #shown = new Map<number, string>();
  readonly #began = Date.now();
  #isSelected: (test: TestName) => boolean = () => false;
  #doneBefore: number | undefined;
  #phase = "planning";
  #held: string | undefined;
  #drawnAt = 0;
  #lineAt = 0;
  #headerAt = 0;
  #isDrawn = false;

  /**
   * @param columns width of the terminal; undefined when stdout is none
   * @param linkPath `lt/<target>/<runname>`
   */
  constructor(write: (text: string) => void, columns: number | undefined, linkPath: string) {
    this.#write = write;
    this.#columns = columns;
    this.#linkPath = linkPath;
  }

  phase(name: "planning" | "running" | "waiting"): void {
    this.#phase = name;
    this.#draw(true);
  }

  planned(isSelected: (test: TestName) => boolean): void {
    this.#isSelected = isSelected;
  }

  changed(tests: readonly TestRecord[]): void {
    for (const test of tests) this.#latest.set(test.id, seen(test));
    this.#doneBefore ??= this.#tally().done;
    this.#draw(false);
    if (this.#columns === undefined && Date.now() - this.#lineAt >= linesEveryMs) this.#printLines();
  }

  held(reason: string | undefined): void {
    this.#held = reason;
    this.#draw(false);
  }

  /** Clears the line so that other output can be written. */
  clear(): void {
    if (this.#isDrawn) this.#write("\r\x1b[K");
    this.#isDrawn = false;
  }

  /** Shows what was not shown yet. */
  finish(): void {
    this.clear();
    if (this.#columns === undefined) this.#printLines();
  }

  #tally(): Tally {
    const tally: Tally = { done: 0, failed: 0, running: 0, waiting: 0 };
    for (const test of this.#latest.values()) {
      if (!this.#isSelected(test)) continue;
      if (isLive(test.state)) tally.running++;
      else if (unfinished.has(test.state)) tally.waiting++;
      else {
        tally.done++;
        if (test.state !== "COMPLETED" || !isOk(test.status)) tally.failed++;
      }
    }
    return tally;
  }

  #draw(now: boolean): void {
    if (this.#columns === undefined || (!now && Date.now() - this.#drawnAt < redrawMs)) return;
    this.#drawnAt = Date.now();
    this.#isDrawn = true;
    this.#write(`\r\x1b[K${this.#line().slice(0, this.#columns - 1)}`);
  }

  #line(): string {
    if (this.#phase === "planning") return "planning …";
    const { done, failed, running, waiting } = this.#tally();
    const seconds = (Date.now() - this.#began) / 1000;
    const rate = (done - (this.#doneBefore ?? 0)) / Math.max(seconds, 0.1);
    const left = running + waiting;
    const estimate = rate > 0 && left > 0 ? `, about ${formatDuration(Math.ceil(left / rate))} more` : "";
    const held = this.#held === undefined ? "" : ` — held: ${this.#held}`;
    return `${done} done, ${failed} failed, ${running} running, ${waiting} left, ${rate.toFixed(1)}/s${estimate}${held}`;
  }

  /** The lines of spec 02 § 10.4 for every record whose verdict was not shown yet. */
  #printLines(): void {
    this.#lineAt = Date.now();
    for (const test of this.#latest.values()) {
      const verdict = `${test.state}/${test.status}`;
      if (quietStates.has(test.state) || this.#shown.get(test.id) === verdict) continue;
      this.#shown.set(test.id, verdict);
      this.#printHeader();
      this.#write(
        progressLine(test.state, test.status, weekDate(test.event_time), formatDuration(test.run_duration), `${this.#linkPath}/${fullName(test)}`),
      );
    }
  }

  #printHeader(): void {
    const now = Date.now() / 1000;
    if (now - this.#headerAt <= headerEverySeconds) return;
    this.#headerAt = now;
    this.#write(progressLine("State", "Status", "Start Time", "Duration", "Test path"));
  }
}

function progressLine(state: string, status: string, start: string, duration: string, path: string): string {
  const columns = [state.padEnd(12), status.padEnd(12), start.padEnd(20), duration.padEnd(12), path.padEnd(40)];
  return `${escapeControls(columns.join(""))}\n`;
}
