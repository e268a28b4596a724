import { formatDuration } from "../base/index.js";
import type { MoveStep } from "../history/index.js";

/** How much of the work on the runs in hand is done after each step, about; and what comes then. */
const steps: Readonly<Record<MoveStep, readonly [share: number, next: string]>> = {
  begun: [0.05, "copying"],
  copied: [0.5, "comparing"],
  noted: [0.55, "removing"],
  "removed-live": [0.75, "removing"],
  "removed-reference": [0.85, "removing"],
  "removed-area": [0.95, "publishing"],
  "removed-completed": [0.95, "finishing"],
  published: [0.98, "finishing"],
  done: [1, "finishing"],
};

const barLength = 20;
const redrawMs = 100;

/** A line on a terminal that shows how a move goes; elsewhere nothing. */
export class MoveProgress {
  readonly #write: (text: string) => void;
  readonly #columns: number | undefined;
  #total = 0;
  #done = 0;
  #inHand = 0;
  #share = 0;
  #next = "";
  #began = 0;
  #drawnAt = 0;
  #isDrawn = false;

  /** @param columns width of the terminal; undefined when it is none */
  constructor(write: (text: string) => void, columns: number | undefined) {
    this.#write = write;
    this.#columns = columns;
  }

  /** So many records are to move, in all. */
  begin(rows: number): void {
    [this.#total, this.#done, this.#inHand, this.#share, this.#began] = [rows, 0, 0, 0, Date.now()];
  }

  /** @param rows with `begun`: how many are in hand now */
  reached(step: MoveStep, rows = 0): void {
    if (step === "begun") {
      this.#done += this.#inHand;
      this.#inHand = rows;
    }
    [this.#share, this.#next] = steps[step];
    this.#draw();
  }

  /** Clears the line so that other output can be written. */
  clear(): void {
    if (this.#isDrawn) this.#write("\r\x1b[K");
    this.#isDrawn = false;
  }

  #draw(): void {
    if (this.#columns === undefined || this.#total === 0 || (this.#isDrawn && Date.now() - this.#drawnAt < redrawMs)) return;
    this.#drawnAt = Date.now();
    this.#isDrawn = true;
    this.#write(`\r\x1b[K${this.#line().slice(0, this.#columns - 1)}`);
  }

  #line(): string {
    const rows = Math.min(this.#total, this.#done + this.#inHand * this.#share);
    const perSecond = rows / Math.max((Date.now() - this.#began) / 1000, 0.1);
    const part = rows / this.#total;
    const bar = "#".repeat(Math.round(part * barLength)).padEnd(barLength);
    const left = Math.ceil((this.#total - rows) / perSecond);
    return `[${bar}] ${Math.floor(part * 100)} %, ${count(rows)} of ${count(this.#total)} rows, ${count(perSecond)} rows/s, about ${formatDuration(left)} more: ${this.#next}`;
  }
}

const count = (value: number) => Math.round(value).toLocaleString("en");
