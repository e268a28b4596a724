import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type GraphNode, nodeSize } from "../../../src/view/index.js";
import { useSize } from "../../parts/use-size.js";
import { useDrag } from "../times/use-drag.js";
import { BlockFrames, BlockTitles } from "./blocks.js";
import { boundsOf, type GraphModel, nodeAt, type Step, stepFrom } from "./graph-model.js";
import { type Highlight, isLit } from "./highlight.js";
import { Arrowheads, Line } from "./lines.js";
import { Node, spokenNode } from "./node.js";
import type { TestState } from "./test-states.js";
import {
  centred,
  drawnPart,
  fitted,
  fittedTo,
  legible,
  opening,
  overlap,
  type Rectangle,
  seenPart,
  showing,
  type Viewport,
  zoomedAt,
} from "./viewport.js";

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
  const drawn = useRef<Rectangle>(undefined);
  drawn.current = drawnPart(seenPart(view, screen), drawn.current);
  const part = drawn.current;
  const isLegible = view.scale >= legible * 0.8;
  // What stays the same is not even compared: a wheel turns faster than thousands of nodes.
  const lines = useMemo(() => <Lines {...{ model, highlight, part }} />, [model, highlight, part]);
  const { nodes, states, now, selected } = props;
  const nodesShown = useMemo(
    () => <Nodes {...props} {...{ part, isLegible, tabStop, setCurrent }} />,
    [model, nodes, states, now, highlight, selected, focus, part, isLegible, tabStop],
  );
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
          {lines}
          {nodesShown}
          <BlockTitles model={model} scale={view.scale} way={highlight?.way ?? []} />
        </g>
      </svg>
      <ZoomTools view={view} setView={setView} model={model} screen={screen} />
    </div>
  );
}

interface LinesProps extends Pick<GraphDrawingProps, "model" | "highlight"> {
  readonly part: Rectangle;
}

function Lines({ model, highlight, part }: LinesProps) {
  const seen = model.layout.lines.filter(({ bounds }) => overlap(bounds, part));
  return (
    <>
      {seen.map((line) => (
        <Line key={`${line.from[0]} ${line.to[0]}`} {...{ model, line, highlight }} />
      ))}
    </>
  );
}

interface NodesProps extends GraphDrawingProps {
  /** Of the drawing. */
  readonly part: Rectangle;
  readonly isLegible: boolean;
  readonly tabStop: string | undefined;
  readonly setCurrent: (name: string) => void;
}

/** What is near the screen, and where the focus of the keyboard is. */
function Nodes({ model, nodes, states, now, highlight, selected, focus, part, isLegible, tabStop, setCurrent }: NodesProps) {
  const { dependencies, layout } = model;
  const seen = layout.nodes.filter(({ name, x, y }) => name === tabStop || overlap({ x, y, ...nodeSize }, part));
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
            isLegible={isLegible}
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

interface Screen {
  readonly width: number;
  readonly height: number;
}

/** The part that is seen: at first the whole or its beginning; then what somebody makes of it; a focus, or a way, is brought in sight. */
function useView({ model, focus, highlight }: GraphDrawingProps, screen: Screen) {
  const { layout } = model;
  const wanted = highlight?.way ?? (focus === undefined ? [] : [focus]);
  const [chosen, setView] = useState<{ readonly of: typeof layout; readonly view: Viewport }>();
  const view = chosen?.of === layout ? chosen.view : opening(layout, screen.width === 0 ? { width: 1000, height: 600 } : screen);
  const set = (next: Viewport) => setView({ of: layout, view: next });
  useLayoutEffect(() => {
    const part = boundsOf(model, wanted);
    if (part === undefined || screen.width === 0) return;
    if (wanted.length > 1) set(fittedTo(part, screen));
    else if (view.scale < legible) set(centred(part, screen, 0.8));
    else if (!overlap(part, seenPart(view, screen))) set(showing(part, view, screen));
  }, [wanted.join("\n"), layout, screen.width > 0]);
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
  const { handlers } = useDrag({
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
