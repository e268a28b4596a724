import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { type Params, type SeriesAnswer, type Span, zoomed } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import { download } from "../../parts/download.js";
import type { Sort } from "../../parts/rows.js";
import { useZoomKeys } from "../times/use-zoom-keys.js";
import { windowOf, windowParams } from "../times/window-params.js";
import { ZoomButtons } from "../times/zoom-buttons.js";
import { pictureOf, savePng } from "./export-picture.js";
import type { AxisKind } from "./geometry.js";
import { PanelView } from "./panel.js";
import { numberAxis, plotModel, seriesNames, timeAxis } from "./plot-model.js";
import { PointsTable, pointsCsv } from "./points-table.js";
import { Statistics } from "./statistics.js";
import { Strips } from "./strips.js";

interface PlotProps {
  readonly answer: SeriesAnswer;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly sort: Sort | undefined;
}

/** Curves of values with their limits, what they say together, and the same as a table. */
export function Plot({ answer, params, setParams, sort }: PlotProps) {
  const [raised, setRaised] = useState<number>();
  const body = useRef<HTMLDivElement>(null);
  const bounds = useMemo(() => boundsOf(answer), [answer]);
  const window = windowOf(params, bounds);
  const kind: AxisKind = params["x"] === "number" ? "number" : "time";
  const isLog = params["scale"] === "log";
  const isTable = params["form"] === "table";
  const axis = useMemo(() => (kind === "number" ? numberAxis(answer, bounds) : timeAxis(answer)), [answer, bounds, kind]);
  const model = useMemo(() => plotModel(answer, axis, isLog), [answer, axis, isLog]);
  const names = useMemo(() => seriesNames(answer.series), [answer]);
  const onWindow = (to: Span) => setParams(windowParams(to, bounds), { typing: true });
  useZoomKeys(window, bounds, onWindow, "Plots");
  const isInside = useCallback(
    (run: number) => {
      const time = answer.runs[run]?.event_time ?? 0;
      return time >= window.from && time <= window.until;
    },
    [answer, window.from, window.until],
  );
  const along = { from: axis.placeOfTime(window.from), until: axis.placeOfTime(window.until) };
  const toTimes = ({ from, until }: Span): Span => ({ from: axis.timeOfPlace(from), until: axis.timeOfPlace(until) });
  const shown = {
    ...{ answer, names, axis: kind, isLog, raised, window: along },
    height: model.panels.length > 1 ? 220 : 320,
    onRaise: setRaised,
    onWindow: (to: Span) => onWindow(toTimes(to)),
    onZoom: (factor: number, at: number) => onWindow(zoomed(window, bounds, factor, axis.timeOfPlace(at))),
  };
  return (
    <>
      <div class="plot-tools">
        <Notes answer={answer} unshown={model.unshown} />
        <span class="spacer" />
        {!isTable && <Looks kind={kind} isLog={isLog} setParams={setParams} />}
        <ZoomButtons window={window} bounds={bounds} onWindow={onWindow} />
        <button type="button" aria-pressed={isTable} onClick={() => setParams({ form: isTable ? undefined : "table", sort: undefined })}>
          As a table
        </button>
        <Exports answer={answer} names={names} body={body} hasPicture={!isTable} />
      </div>
      {isTable ? (
        <PointsTable answer={answer} isInside={isInside} sort={sort} onSort={(to) => setParams({ sort: to })} />
      ) : (
        <div ref={body} class="plot-body">
          {model.panels.map((panel) => (
            <PanelView key={panel.units.join("\n")} panel={panel} {...shown} />
          ))}
          {model.strips.length > 0 && (
            <Strips
              answer={answer}
              names={names}
              strips={model.strips}
              window={along}
              hasRight={model.panels.some(({ units }) => units.length > 1)}
            />
          )}
          <Statistics answer={answer} names={names} isInside={isInside} raised={raised} onRaise={setRaised} />
        </div>
      )}
    </>
  );
}

/** Everything, with a little room at both ends. */
function boundsOf({ span }: SeriesAnswer): Span {
  if (span === undefined) return { from: 0, until: 1 };
  const room = Math.max(60, (span.until - span.from) * 0.02);
  return { from: span.from - room, until: span.until + room };
}

function Notes({ answer: { series, total, runs, looked }, unshown }: { readonly answer: SeriesAnswer; readonly unshown: number }) {
  const [count, drawn] = [series.reduce((sum, one) => sum + one.count, 0), series.reduce((sum, one) => sum + one.points.length, 0)];
  const notes = [
    `${count} ${count === 1 ? "value" : "values"} of ${total === 1 ? "1 series" : `${total} series`} in ${runs.length} of ${looked} runs`,
    series.length < total && `the ${series.length} that need most attention shown: narrow test or variable to see others`,
    drawn < count && `${drawn} of them drawn, with all extremes: zoom in for more`,
    unshown > 0 && `${unshown} not above zero, which a logarithmic scale cannot show`,
  ];
  return (
    <span class="soft" role="status">
      {notes.filter(Boolean).join(" · ")}
    </span>
  );
}

interface LooksProps {
  readonly kind: AxisKind;
  readonly isLog: boolean;
  readonly setParams: ViewProps["setParams"];
}

function Looks({ kind, isLog, setParams }: LooksProps) {
  return (
    <>
      <label>
        <span class="only-spoken">Along the axis</span>
        <select value={kind} onChange={({ currentTarget }) => setParams({ x: currentTarget.value === "number" ? "number" : undefined })}>
          <option value="time">By start</option>
          <option value="number">Run by run</option>
        </select>
      </label>
      <label class="check">
        <input type="checkbox" checked={isLog} onChange={() => setParams({ scale: isLog ? undefined : "log" })} />
        Logarithmic
      </label>
    </>
  );
}

interface ExportsProps {
  readonly answer: SeriesAnswer;
  readonly names: readonly string[];
  readonly body: { readonly current: HTMLElement | null };
  readonly hasPicture: boolean;
}

function Exports({ answer, names, body, hasPicture }: ExportsProps) {
  const picture = () => {
    const drawn = [...(body.current?.querySelectorAll<SVGSVGElement>(".plot-picture, .plot-strip") ?? [])];
    const swatches = [...(body.current?.querySelectorAll(".plot-statistics .plot-swatch") ?? [])];
    return pictureOf(
      drawn,
      swatches.map((swatch, at) => ({ name: names[at] ?? "", colour: getComputedStyle(swatch).backgroundColor })),
    );
  };
  return (
    <>
      <button type="button" onClick={() => download("plot.csv", "text/csv", pointsCsv(answer))}>
        CSV
      </button>
      <button type="button" disabled={!hasPicture} onClick={() => download("plot.svg", "image/svg+xml", picture().text)}>
        SVG
      </button>
      <button type="button" disabled={!hasPicture} onClick={() => void savePng("plot.png", picture())}>
        PNG
      </button>
    </>
  );
}
