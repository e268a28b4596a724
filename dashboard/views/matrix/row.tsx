import { Component } from "preact";
import { type CellKind, formatUrl, type MatrixRow } from "../../../src/view/index.js";
import { Icon } from "../../parts/icon.js";
import { Link } from "../../parts/link.js";
import { cellWords, fitting, spokenCell } from "./cell-text.js";
import type { Look } from "./data/looks.js";
import { rowName, type Snapshot } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import { badItems, barOf, itemsText } from "./items-bar.js";
import { cellKey, type Selection } from "./selection.js";

interface RowProps {
  readonly row: number;
  readonly head: MatrixRow | undefined;
  readonly source: MatrixSource;
  readonly snapshot: Snapshot;
  /** Another one when something of the row has changed. */
  readonly stamp: number;
  /** Columns that are drawn, and one besides that has the focus. */
  readonly first: number;
  readonly count: number;
  /** Column of the focus, −1 for the label; undefined when it is in another row. */
  readonly focused: number | undefined;
  readonly selection: Selection;
  readonly kind: CellKind;
  readonly rowHeight: number;
  readonly colWidth: number;
  /** Server's time; changes only while cells show ages. */
  readonly now: number;
  readonly onToggle: (testname: string, row: number) => void;
}

/** A test or an item: its label, and what became of it in the runs on the screen. Drawn anew only when something of it is new. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some((name) => next[name] !== this.props[name]);
  }

  override render() {
    const { row, head, rowHeight } = this.props;
    const name = head === undefined ? "" : rowName(head);
    return (
      <div class={head?.i ? "matrix-row item" : "matrix-row"} role="row" aria-rowindex={row + 2} style={{ top: `${row * rowHeight}px` }}>
        {this.#label(head, name)}
        {this.#columns().map((col) => this.#cell(col, name))}
      </div>
    );
  }

  #columns(): number[] {
    const { first, count, focused } = this.props;
    const columns = Array.from({ length: count }, (_, at) => first + at);
    return focused === undefined || focused < 0 || (focused >= first && focused < first + count) ? columns : [...columns, focused];
  }

  #label(head: MatrixRow | undefined, name: string) {
    const { row, focused, onToggle } = this.props;
    const isTest = head?.kids !== undefined;
    return (
      <div
        class="matrix-label"
        role="rowheader"
        aria-colindex={1}
        tabIndex={focused === -1 ? 0 : -1}
        data-at={`${row},-1`}
        data-focus={`label ${name}`}
        {...(isTest && { "aria-expanded": head.collapsed !== true })}
        title={name}
      >
        {isTest ? (
          <button type="button" class="plain toggle" tabIndex={-1} aria-hidden="true" onClick={() => onToggle(head.n, row)}>
            <Icon name={head.collapsed ? "right" : "down"} />
          </button>
        ) : (
          <span class="toggle" />
        )}
        {head !== undefined && (
          <>
            <Link to={formatUrl({ view: "history", test: { n: head.n, i: head.i }, params: {} })} class="clip" tabIndex={-1}>
              {head.i === "" ? head.n : head.i}
            </Link>
            {head.flaky && <FlakyMark />}
            {isTest && <span class="kids">{head.kids}</span>}
          </>
        )}
      </div>
    );
  }

  #cell(col: number, name: string) {
    const { row, snapshot, source, kind, colWidth, focused, selection, now } = this.props;
    const cell = snapshot.cell(row, col);
    const run = snapshot.colHead(col);
    const left = `${col * colWidth}px`;
    if (cell === undefined || run === undefined) {
      return (
        <div
          key={col}
          class="cell unread"
          role="gridcell"
          aria-colindex={col + 2}
          aria-busy="true"
          style={{ left }}
          data-at={`${row},${col}`}
          tabIndex={-1}
        />
      );
    }
    const look = source.looks.look(cell.look);
    const ref = snapshot.refOf(row, col);
    const isSelected = ref !== undefined && selection.cells.has(cellKey(ref));
    const marks = [lookClass(look), cell.isRolledUp && "derived", isSelected && "selected"].filter(Boolean).join(" ");
    const bad = cell.items === undefined || colWidth < roomForBad ? 0 : badItems(cell.items, source.looks);
    const spoken = spokenCell(name, run.runname, look, cell.items && itemsText(cell.items, source.looks), cell.duration);
    return (
      <div
        key={col}
        class={`cell ${marks}`}
        role="gridcell"
        aria-colindex={col + 2}
        aria-label={spoken}
        {...(isSelected && { "aria-selected": true })}
        style={{ left }}
        data-at={`${row},${col}`}
        data-focus={`cell ${name} in ${run.id}`}
        tabIndex={focused === col ? 0 : -1}
      >
        <span class="cell-text">{fitting(cellWords(kind, look, cell, now), colWidth - (bad > 0 ? badWidth : 0))}</span>
        {bad > 0 && <span class="cell-bad">{bad}</span>}
        {cell.items !== undefined && <span class="cell-bar" style={{ background: barOf(cell.items, source.looks) }} />}
      </div>
    );
  }
}

/** Results of the last runs go to and fro. */
function FlakyMark() {
  return (
    <span class="flaky" title="flaky: of the last ten results at least two differ from the one before">
      <span aria-hidden="true">≈</span>
      <span class="only-spoken">flaky</span>
    </span>
  );
}

/** px of the number of bad items, and of a cell that has room for it. */
const badWidth = 18;
const roomForBad = 50;

/** Classes for the style: the class of the verdict. */
const lookClass = (look: Look | undefined) => `is-${look?.name ?? "none"}`;
