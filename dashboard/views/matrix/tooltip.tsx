import { useEffect, useRef, useState } from "preact/hooks";
import { formatDuration } from "../../../src/base/index.js";
import { classTraits, type TestView } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { timeText } from "../../app/clock.js";
import { ClassMark } from "../../parts/verdict.js";
import type { CellValue } from "./data/block.js";
import { rowName, type Snapshot } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import { classCounts } from "./items-bar.js";
import type { Place } from "./keyboard.js";

/** How long the mouse rests before a tooltip comes, and until it asks for more; ms. */
const restMs = 250;
const askMs = 150;

interface Aim extends Place {
  readonly x: number;
  readonly y: number;
}

/** The cell that the mouse rests on. */
export function useTooltip() {
  const [shown, setShown] = useState<Aim>();
  const aimed = useRef<Place>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const aim = (place: Place | undefined, at?: MouseEvent) => {
    const isCell = place !== undefined && place.row >= 0 && place.col >= 0;
    if (isCell && aimed.current?.row === place.row && aimed.current.col === place.col) return;
    aimed.current = isCell ? place : undefined;
    clearTimeout(timer.current);
    setShown(undefined);
    if (isCell && at !== undefined) timer.current = setTimeout(() => setShown({ ...place, x: at.clientX, y: at.clientY }), restMs);
  };
  return { shown, aim };
}

interface TooltipProps {
  readonly aim: Aim | undefined;
  readonly source: MatrixSource;
  readonly snapshot: Snapshot;
}

/** What is known of a cell; what the window does not hold is asked for. */
export function Tooltip({ aim, source, snapshot }: TooltipProps) {
  const cell = aim && snapshot.cell(aim.row, aim.col);
  const [head, run] = [aim && snapshot.rowHead(aim.row), aim && snapshot.colHead(aim.col)];
  const look = source.looks.look(cell?.look ?? 0);
  if (aim === undefined || cell === undefined || head === undefined || run === undefined || (look === undefined && cell.items === undefined))
    return null;
  const isRight = aim.x > window.innerWidth - 380;
  const isLow = aim.y > window.innerHeight - 220;
  const style = {
    ...(isRight ? { right: `${window.innerWidth - aim.x + 12}px` } : { left: `${aim.x + 14}px` }),
    ...(isLow ? { bottom: `${window.innerHeight - aim.y + 12}px` } : { top: `${aim.y + 16}px` }),
  };
  return (
    <div class="matrix-tooltip" aria-hidden="true" style={style}>
      <strong>{rowName(head)}</strong>
      <span class="soft">{`${run.target.join("/")}/${run.runname}`}</span>
      {look !== undefined && (
        <span class="tooltip-verdict">
          <ClassMark name={look.name} />
          {`${look.verdict.state} / ${look.verdict.status}`}
          {cell.isRolledUp && <em>what its items add up to</em>}
        </span>
      )}
      <Items cell={cell} source={source} />
      {cell.duration !== undefined && cell.duration > 0 && <span>{formatDuration(cell.duration)}</span>}
      {!cell.isRolledUp && look !== undefined && <More key={`${aim.row} ${aim.col}`} snapshot={snapshot} place={aim} />}
    </div>
  );
}

function Items({ cell, source }: { readonly cell: CellValue; readonly source: MatrixSource }) {
  if (cell.items === undefined) return null;
  return (
    <span class="tooltip-items">
      {classCounts(cell.items, source.looks).map(({ name, count }) => (
        <span key={name}>
          <ClassMark name={name} /> {count} {classTraits[name].title}
        </span>
      ))}
    </span>
  );
}

/** Host, start, comment, and where it failed. */
function More({ snapshot, place }: { readonly snapshot: Snapshot; readonly place: Place }) {
  const [view, setView] = useState<TestView>();
  const ref = snapshot.refOf(place.row, place.col);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask<TestView>("test", { ...ref }, { signal: stop.signal }).then(setView, (error: unknown) => {
        // A tooltip may say less; whoever opens the test is told why.
        if (!(error instanceof ApiError) && !stop.signal.aborted) throw error;
      });
    }, askMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, []);
  if (view === undefined) return null;
  const { test, failure } = view;
  const step = failure?.step;
  return (
    <>
      <span>{[test.host, test.event_time > 0 ? `started ${timeText(test.event_time)}` : ""].filter(Boolean).join(" · ")}</span>
      {test.comment !== "" && <span class="tooltip-text">{test.comment}</span>}
      {step !== undefined && <span class="tooltip-text bad">{[`step ${step.stepname}`, step.status, step.comment].filter(Boolean).join(": ")}</span>}
    </>
  );
}
