import { countsText, type ResumeResult, type RunOutcome, rowsIn } from "../history/index.js";
import type { RunRecord } from "../model/index.js";
import type { Move, MoveOp } from "../store/index.js";
import type { Context } from "./context.js";
import type { MoveProgress } from "./move-progress.js";
import { shownText } from "./terminal.js";

const ownFiles = "each of megatest.db, the live database and its reference";

/** How the lines of each kind of move begin. */
const words = {
  move: { done: "Moved", verb: "move", frees: ownFiles },
  reduce: { done: "Reduced", verb: "reduce", frees: ownFiles },
  restore: { done: "Restored", verb: "restore", frees: "completed-runs.db" },
};

/** Prints what becomes of each run, and counts. Spec 04 § 22 */
export class MoveTally {
  readonly #context: Pick<Context, "log" | "stdout">;
  readonly #progress: Pick<MoveProgress, "clear"> | undefined;
  readonly #show = shownText();
  #moved = 0;
  #skipped = 0;
  #resumed = 0;
  #rows = 0;
  #bytes = 0;
  #frees = "";

  /** @param progress is cleared before lines are printed */
  constructor(context: Pick<Context, "log" | "stdout">, progress?: Pick<MoveProgress, "clear">) {
    this.#context = context;
    this.#progress = progress;
  }

  get count(): number {
    return this.#moved + this.#skipped + this.#resumed;
  }

  add(outcome: RunOutcome, op: MoveOp): void {
    switch (outcome.kind) {
      case "skipped":
        this.#skip(nameOf(outcome.run), outcome.reason);
        break;
      case "moved":
        this.#moved++;
        this.#line(`${words[op].done} ${placeText(outcome.move)} ${countsText(outcome.size)}`);
        break;
      case "would-move": {
        const { size } = outcome;
        this.#rows += rowsIn(size);
        this.#frees = words[op].frees;
        this.#bytes += size.bytes;
        this.#line(`Would ${words[op].verb} ${nameOf(outcome.run)} run ${outcome.run.id} ${countsText(size)}`);
        break;
      }
      default:
        outcome satisfies never;
    }
  }

  addResumed(result: ResumeResult): void {
    const { move } = result;
    const name = `${move.target}/${move.runname}`;
    switch (result.kind) {
      case "skipped":
        this.#skip(name, result.reason);
        break;
      case "given-up":
        this.#context.log.warn(`${name} was being moved to ${move.dest}, where no area is any more: it stays here`);
        break;
      case "moved":
        this.#resumed++;
        this.#line(`Resumed ${placeText(move)} ${move.note}`);
        break;
      default:
        result satisfies never;
    }
  }

  wouldResume(move: Move): void {
    this.#line(`Would resume ${placeText(move)}`);
  }

  /** The last lines; the exit code. */
  end(): number {
    if (this.#rows > 0) this.#line(`${this.#rows} rows of about ${Math.ceil(this.#bytes / 1024)} KiB, so much would be free in ${this.#frees}`);
    this.#line(`${this.#moved} moved, ${this.#skipped} skipped, ${this.#resumed} resumed`);
    return this.exitCode;
  }

  get exitCode(): number {
    return this.#skipped > 0 ? 2 : 0;
  }

  #skip(name: string, reason: string): void {
    this.#skipped++;
    this.#line(`Skipped ${name}: ${reason}`);
  }

  #line(text: string): void {
    this.#progress?.clear();
    this.#context.stdout(`${this.#show(text)}\n`);
  }
}

const nameOf = ({ target, runname }: RunRecord) => `${target.join("/")}/${runname}`;

/** Which run, and where it went. */
function placeText({ op, target, runname, run_id, dest, dest_run_id }: Move): string {
  const there = op === "move" ? ` -> ${dest}:${dest_run_id}` : dest_run_id === run_id || dest_run_id === 0 ? "" : ` as run ${dest_run_id}`;
  return `${target}/${runname} run ${run_id}${there}`;
}
