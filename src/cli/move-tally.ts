import { countsText, type ResumeResult, type RunOutcome } from "../history/index.js";
import type { RunRecord } from "../model/index.js";
import type { Move, MoveOp } from "../store/index.js";
import type { Context } from "./context.js";
import { shownText } from "./terminal.js";

/** How the lines of each kind of move begin. */
const words = { move: { done: "Moved", verb: "move" }, reduce: { done: "Reduced", verb: "reduce" }, restore: { done: "Restored", verb: "restore" } };

/** Prints what becomes of each run, and counts. Spec 04 § 22 */
export class MoveTally {
  readonly #context: Pick<Context, "log" | "stdout">;
  readonly #show = shownText();
  #moved = 0;
  #skipped = 0;
  #resumed = 0;
  #rows = 0;
  #bytes = 0;

  constructor(context: Pick<Context, "log" | "stdout">) {
    this.#context = context;
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
        this.#rows += 1 + size.tests + size.steps + size.data;
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
    if (this.#rows > 0) this.#line(`${this.#rows} rows, about ${Math.ceil(this.#bytes / 1024)} KiB: so much would be free for other runs`);
    this.#line(`${this.#moved} moved, ${this.#skipped} skipped, ${this.#resumed} resumed`);
    return this.#skipped > 0 ? 2 : 0;
  }

  #skip(name: string, reason: string): void {
    this.#skipped++;
    this.#line(`Skipped ${name}: ${reason}`);
  }

  #line(text: string): void {
    this.#context.stdout(`${this.#show(text)}\n`);
  }
}

const nameOf = ({ target, runname }: RunRecord) => `${target.join("/")}/${runname}`;

/** Which run, and where it went. */
function placeText({ op, target, runname, run_id, dest, dest_run_id }: Move): string {
  const there = op === "move" ? ` -> ${dest}:${dest_run_id}` : dest_run_id === run_id || dest_run_id === 0 ? "" : ` as run ${dest_run_id}`;
  return `${target}/${runname} run ${run_id}${there}`;
}
