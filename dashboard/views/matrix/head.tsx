import { formatUrl, type MatrixColumn } from "../../../src/view/index.js";
import { timeText } from "../../app/clock.js";
import { Icon } from "../../parts/icon.js";
import { Link } from "../../parts/link.js";
import { CountsBar, countsText } from "../../parts/verdict.js";
import { shortAge } from "./cell-text.js";
import { refOfRun, runKey, type Snapshot } from "./data/snapshot.js";
import type { Geometry } from "./geometry.js";
import { LabelEdge } from "./label-edge.js";
import type { Selection } from "./selection.js";

interface HeadProps {
  readonly snapshot: Snapshot;
  readonly keys: readonly string[];
  readonly geometry: Geometry;
  readonly first: number;
  readonly count: number;
  /** Column of the focus, −1 for the corner; undefined when it is in another row. */
  readonly focused: number | undefined;
  readonly selection: Selection;
  /** Run that is marked as the source of a difference. */
  readonly marked: string | undefined;
  readonly now: number;
}

/** The runs on the screen: a line for each key, equal neighbours as one, and for each run its name, age, bar and marks. */
export function Head({ snapshot, keys, geometry, first, count, focused, selection, marked, now }: HeadProps) {
  const columns = Array.from({ length: count }, (_, at) => first + at).flatMap((col) => {
    const run = snapshot.colHead(col);
    return run === undefined ? [] : [{ col, run }];
  });
  return (
    <div class="matrix-head" role="row" aria-rowindex={1}>
      <div class="matrix-corner" role="columnheader" aria-colindex={1} aria-label="Test" tabIndex={focused === -1 ? 0 : -1} data-at="-1,-1">
        {keys.map((key) => (
          <span key={key} class="key-name clip" style={{ height: `${geometry.keyLine}px` }}>
            {key}
          </span>
        ))}
        <LabelEdge />
      </div>
      {keys.map((key, line) => (
        <KeyLine key={key} columns={columns} line={line} geometry={geometry} />
      ))}
      {columns.map(({ col, run }) => (
        <RunHead
          key={run.id}
          col={col}
          run={run}
          geometry={geometry}
          top={keys.length * geometry.keyLine}
          isFocused={focused === col}
          isSelected={selection.runs.has(runKey(refOfRun(run)))}
          isMarked={marked === runKey(refOfRun(run))}
          now={now}
        />
      ))}
    </div>
  );
}

interface Placed {
  readonly col: number;
  readonly run: MatrixColumn;
}

/** px that a value needs at least. */
const readable = 22;

/** Values of one key; a new one begins where this key or one above it changes. */
function KeyLine({ columns, line, geometry }: { readonly columns: readonly Placed[]; readonly line: number; readonly geometry: Geometry }) {
  const groups: { from: number; to: number; value: string }[] = [];
  columns.forEach(({ col, run }, at) => {
    const before = columns[at - 1]?.run.target.slice(0, line + 1).join("\n");
    const last = groups.at(-1);
    if (last !== undefined && before === run.target.slice(0, line + 1).join("\n")) last.to = col;
    else groups.push({ from: col, to: col, value: run.target[line] ?? "" });
  });
  return (
    <>
      {groups.map(({ from, to, value }) => (
        <div
          key={from}
          class="key-value"
          aria-hidden="true"
          title={value}
          style={{
            top: `${line * geometry.keyLine}px`,
            height: `${geometry.keyLine}px`,
            left: `${from * geometry.col}px`,
            width: `${(to - from + 1) * geometry.col}px`,
          }}
        >
          {(to - from + 1) * geometry.col >= readable && <span class="clip">{value}</span>}
        </div>
      ))}
    </>
  );
}

interface RunHeadProps extends Placed {
  readonly geometry: Geometry;
  readonly top: number;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  readonly now: number;
}

function RunHead({ col, run, geometry, top, isFocused, isSelected, isMarked, now }: RunHeadProps) {
  const ref = refOfRun(run);
  const isNarrow = geometry.col < 50;
  const notes = [
    run.state === "locked" && "locked",
    run.completed && "completed run, in completed-runs.db",
    run.comment,
    isMarked && "source of a difference",
  ]
    .filter(Boolean)
    .join(" · ");
  const spoken = `run ${run.runname} of ${ref.t}, started ${timeText(run.event_time)}, ${countsText(run.counts)}${notes === "" ? "" : `, ${notes}`}`;
  return (
    <div
      class={`run-head${isNarrow ? " narrow" : ""}${isSelected ? " selected" : ""}${isMarked ? " marked" : ""}`}
      role="columnheader"
      aria-colindex={col + 2}
      aria-label={spoken}
      tabIndex={isFocused ? 0 : -1}
      data-at={`-1,${col}`}
      data-focus={`run ${run.id}`}
      style={{ left: `${col * geometry.col}px`, top: `${top}px`, width: `${geometry.col}px`, height: `${geometry.runHead}px` }}
      title={`${ref.t}/${run.runname}${notes === "" ? "" : `\n${notes}`}`}
    >
      <Link to={formatUrl({ view: "run", run: ref, params: {} })} class="run-name" tabIndex={-1}>
        {run.runname}
      </Link>
      <span class="run-age soft">
        {shortAge(now - run.event_time)}
        {run.state === "locked" && <Icon name="lock" />}
        {run.completed && <Icon name="archive" />}
        {run.comment !== "" && <Icon name="comment" />}
      </span>
      {run.isReading ? <span class="run-reading" /> : <CountsBar counts={run.counts} />}
    </div>
  );
}
