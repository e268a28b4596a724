import type { ChangedCell, TestCell } from "../../../store/index.js";
import { Combos, Texts } from "./dictionary.js";
import { RowNames } from "./row-names.js";
import type { Cell } from "./run-cells.js";

/** The texts that all runs share: they keep numbers only. */
export class Vocabulary {
  readonly names = new RowNames();
  readonly combos = new Combos();
  readonly hosts = new Texts();

  cellOf([id, , , state, status, event_time, run_duration, host, comment]: TestCell | ChangedCell): Cell {
    return { combo: this.combos.numberOf(state, status), id, event_time, run_duration, host: this.hosts.numberOf(host), comment };
  }
}
