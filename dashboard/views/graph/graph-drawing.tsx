import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type GraphNode, nodeSize } from "../../../src/view/index.js";
import { useSize } from "../../parts/use-size.js";
import { useDrag } from "../times/use-drag.js";
import { BlockFrames, BlockTitles } from "./blocks.js";
import { type GraphModel, nodeAt, type Step, stepFrom } from "./graph-model.js";
import { type Highlight, isLit } from "./highlight.js";
import { Arrowheads, Line } from "./lines.js";
import { Node, spokenNode } from "./node.js";
import type { TestState } from "./test-states.js";
import { centred, fitted, isSeen, legible, opening, showing, type Viewport, zoomedAt } from "./viewport.js";

export interface GraphDrawingProps {
  readonly model: GraphModel;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Of a run; undefined for definitions. */
  readonly states: ReadonlyMap<string, TestState> | undefined;
  readonly now: number;
  readonly highlight: Highlight | undefined;
  readonly selected: ReadonlySet<string>;
  readonly focus: string | undefined;
  /** `extend`: the way from the focus to this one is asked for. */
  readonly onFocus: (name: string | undefined, extend: boolean) => void;
  readonly onOpen: (name: string, newTab: boolean) => void;
  readonly onSelect: (name: string) => void;
}

/** The graph as a drawing: drag moves, wheel zooms, arrows go along edges, Space selects, Enter opens. */
export function GraphDrawing(props: GraphDrawingProps) {
  const { model, highlight, focus } = props;
  const frame = useRef<HTMLDivElement>(null);
  const screen = useSize(frame);
  const { view, setView } = useView(props, screen);
  const [current, setCurrent] = useState<string>();
  const pointer = usePointer(props, frame, view, setView);
  const tabStop = [current, focus, model.layout.nodes[0]?.name].find((name) => name !== undefined && model.places.has(name));
  const onKeyDown = useStepKeys(props, tabStop, (name) => {
    setCurrent(name);
    const place = model.places.get(name);
    if (place !== undefined) setView(showing({ ...place, ...nodeSize }, { ...view, scale: Math.max(view.scale, legible) }, screen));
    focusNode(frame.current, name);
  });
  const lines = useMemo(() => model.layout.lines.filter(({ bounds }) => isSeen(bounds, view, screen)), [model, view, screen]);
  const lit = (line: (typeof lines)[number]) => <Line key={`${line.from[0]} ${line.to[0]}`} {...{ model, line, highlight }} />;
  return (
    <div ref={frame} class="graph-drawing" data-scale={view.scale}>
      <svg
        role="group"
        aria-label="Dependency graph. Arrow keys go along the lines, Space selects, Enter opens."
        width="100%"
        height="100%"
        onKeyDown={onKeyDown}
        {...pointer}
      >
        <Arrowheads />
        <g transform={`scale(${view.scale}) translate(${-view.x},${-view.y})`}>
          <BlockFrames model={model} />
          {lines.map(lit)}
          <Nodes {...props} view={view} screen={screen} tabStop={tabStop} setCurrent={setCurrent} />
          <BlockTitles model={model} scale={view.scale} />
        </g>
      </svg>
      <ZoomTools view={view} setView={setView} model={model} screen={screen} />
    </div>
  );
}

interface NodesProps extends GraphDrawingProps {
  readonly view: Viewport;
  readonly screen: { readonly width: number; readonly height: number };
  readonly tabStop: string | undefined;
  readonly setCurrent: (name: string) => void;
}

/** What is on the screen, and where the focus of the keyboard is. */
function Nodes({ model, nodes, states, now, highlight, selected, focus, view, screen, tabStop, setCurrent }: NodesProps) {
  const { dependencies, layout } = model;
  const seen = layout.nodes.filter(({ name, x, y }) => name === tabStop || isSeen({ x, y, ...nodeSize }, view, screen));
  const broken = useMemo(() => new Set([...model.circular].flatMap((pair) => JSON.parse(pair) as string[])), [model]);
  return (
    <>
      {seen.map((place) => {
        const { name } = place;
        const state = states?.get(name);
        return (
          <Node
            key={name}
            {...{ place, state, now }}
            node={nodes.get(name)}
            inRun={states !== undefined}
            isLegible={view.scale >= legible * 0.8}
            isDim={highlight !== undefined && !isLit(highlight, name)}
            isFocus={name === focus}
            isSelected={selected.has(name)}
            isBroken={broken.has(name) || dependencies.unknown.has(name)}
            isTabStop={name === tabStop}
            spoken={spokenNode(name, state, dependencies.waitsOn.get(name) ?? [], dependencies.neededBy.get(name) ?? [])}
            onFocus={setCurrent}
          />
        );
      })}
    </>
  );
}

type Screen = NodesProps["screen"];

/** The part that is seen: at first the whole or its beginning; then what somebody makes of it; a focus from elsewhere is brought in sight. */
function useView({ model, focus }: GraphDrawingProps, screen: Screen) {
  const { layout, places } = model;
  const [chosen, setView] = useState<{ readonly of: typeof layout; readonly view: Viewport }>();
  const view = chosen?.of === layout ? chosen.view : opening(layout, screen.width === 0 ? { width: 1000, height: 600 } : screen);
  const set = (next: Viewport) => setView({ of: layout, view: next });
  useLayoutEffect(() => {
    const place = focus === undefined ? undefined : places.get(focus);
    if (place === undefined || screen.width === 0) return;
    const box = { ...place, ...nodeSize };
    if (view.scale < legible) set(centred(box, screen, 0.8));
    else if (!isSeen(box, view, screen)) set(showing(box, view, screen));
  }, [focus, layout, screen.width > 0]);
  return { view, setView: set };
}

type Held = { readonly current: HTMLElement | null };

function usePointer({ model, onFocus, onOpen }: GraphDrawingProps, frame: Held, view: Viewport, setView: (view: Viewport) => void) {
  const placeOf = ({ clientX, clientY }: MouseEvent) => {
    const { left = 0, top = 0 } = frame.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left, y: clientY - top };
  };
  const find = (event: MouseEvent) => {
    const { x, y } = placeOf(event);
    return nodeAt(model, view.x + x / view.scale, view.y + y / view.scale);
  };
  const { handlers } = useDrag(frame, {
    onDrag: (dx, dy) => setView({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale }),
    onClick: (event) => {
      const name = find(event);
      if (name !== undefined && (event.ctrlKey || event.metaKey)) onOpen(name, true);
      else onFocus(name, event.shiftKey);
      if (name !== undefined) focusNode(frame.current, name);
    },
  });
  return {
    ...handlers,
    onDblClick: (event: MouseEvent) => {
      const name = find(event);
      if (name !== undefined) onOpen(name, false);
    },
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      if (event.shiftKey) setView({ ...view, x: view.x + (event.deltaY || event.deltaX) / view.scale });
      else setView(zoomedAt(view, 0.9985 ** event.deltaY, placeOf(event)));
    },
  };
}

const steps: Readonly<Record<string, Step>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", Home: "first" };

function useStepKeys({ model, onFocus, onOpen, onSelect }: GraphDrawingProps, name: string | undefined, show: (name: string) => void) {
  return (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (name === undefined) return;
    if (step !== undefined) {
      const to = stepFrom(model, name, step);
      show(to);
      onFocus(to, event.shiftKey);
    } else if (event.key === "Enter") onOpen(name, event.ctrlKey || event.metaKey);
    else if (event.key === " ") onSelect(name);
    else if (event.key === "Escape") onFocus(undefined, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function focusNode(frame: HTMLElement | null, name: string): void {
  requestAnimationFrame(() => frame?.querySelector<SVGElement>(`[data-name=${JSON.stringify(name)}]`)?.focus({ preventScroll: true }));
}

interface ZoomToolsProps {
  readonly view: Viewport;
  readonly setView: (view: Viewport) => void;
  readonly model: GraphModel;
  readonly screen: Screen;
}

function ZoomTools({ view, setView, model, screen }: ZoomToolsProps) {
  const middle = { x: screen.width / 2, y: screen.height / 2 };
  return (
    <div class="graph-zoom">
      <button type="button" class="icon" aria-label="Zoom in" onClick={() => setView(zoomedAt(view, 1.4, middle))}>
        +
      </button>
      <button type="button" class="icon" aria-label="Zoom out" onClick={() => setView(zoomedAt(view, 1 / 1.4, middle))}>
        −
      </button>
      <button type="button" onClick={() => setView(fitted(model.layout, screen))}>
        All
      </button>
    </div>
  );
}
