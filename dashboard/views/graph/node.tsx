import { formatDuration } from "../../../src/base/index.js";
import { classTraits, type GraphNode, nodeSize, type PlacedNode } from "../../../src/view/index.js";
import { countsText, presentClasses } from "../../parts/verdict.js";
import type { TestState } from "./test-states.js";

export interface NodeProps {
  readonly place: PlacedNode;
  readonly node: GraphNode | undefined;
  /** In a run. */
  readonly state: TestState | undefined;
  readonly inRun: boolean;
  readonly now: number;
  readonly isLegible: boolean;
  readonly isDim: boolean;
  readonly isFocus: boolean;
  readonly isSelected: boolean;
  /** Part of a circle, or no test at all. */
  readonly isBroken: boolean;
  readonly isTabStop: boolean;
  readonly spoken: string;
  readonly onFocus: (name: string) => void;
}

const { width, height } = nodeSize;
/** Where texts begin. */
const textLeft = 34;
const mostLetters = 20;

/** A test in the graph. */
export function Node(props: NodeProps) {
  const { place, node, state, inRun, isLegible, isDim, isFocus, isSelected, isBroken, isTabStop, spoken, onFocus } = props;
  const name = state?.class ?? "none";
  const isPale = inRun && !state?.hasRun;
  const classes = [
    "graph-node",
    isDim && "dim",
    isFocus && "focus",
    isSelected && "selected",
    isBroken && "broken",
    isPale && "pale",
    !node && "unknown",
  ];
  return (
    <g
      class={classes.filter(Boolean).join(" ")}
      transform={`translate(${place.x},${place.y})`}
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      data-name={place.name}
      data-focus={`node ${place.name}`}
      onFocus={() => onFocus(place.name)}
    >
      <title>{spoken}</title>
      <rect class="ring" x="-4" y="-4" width={width + 8} height={height + 8} rx="9" />
      {isLegible ? (
        <>
          <rect class="box" width={width} height={height} rx="6" />
          <NodeText {...props} />
        </>
      ) : (
        <rect class={`box is-${name}`} width={width} height={height} rx="6" />
      )}
    </g>
  );
}

function NodeText({ place, node, state, inRun, now }: NodeProps) {
  const { glyph, boxed } = classTraits[state?.class ?? "none"];
  const counts = state?.counts && presentClasses(state.counts);
  const total = counts?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  let x = textLeft;
  return (
    <g aria-hidden="true">
      {inRun && (
        <g class={`graph-mark is-${state?.class ?? "none"}${boxed ? " boxed" : ""}`}>
          <rect x="8" y="10" width="18" height="18" rx="4" />
          <text x="17" y="23">
            {glyph}
          </text>
        </g>
      )}
      <text class="name" x={inRun ? textLeft : 12} y="17">
        {shortened(place.name, inRun ? mostLetters : mostLetters + 3)}
      </text>
      <text class="detail" x={inRun ? textLeft : 12} y="31">
        {detailOf(node, state, inRun, now)}
      </text>
      {counts && total > 0 && (
        <g class="graph-counts">
          {counts.map(({ name, count }) => {
            const share = (count / total) * (width - textLeft - 10);
            const part = <rect key={name} class={`is-${name}`} x={x} y={height - 8} width={Math.max(1.5, share - 1)} height="3.5" rx="1" />;
            x += share;
            return part;
          })}
        </g>
      )}
    </g>
  );
}

/** Time in a run; by definition whether there are items. */
function detailOf(node: GraphNode | undefined, state: TestState | undefined, inRun: boolean, now: number): string {
  if (node === undefined) return "no such test";
  if (!inRun) return [node.hasItems && "items", node.jobgroup].filter(Boolean).join(" · ");
  if (state === undefined) return "not in this run";
  if (!state.hasRun) return state.verdict.status === "n/a" ? "not started" : state.verdict.status;
  const time = formatDuration((state.live ? Math.max(now, state.until) : state.until) - state.from);
  const items = state.counts && Object.values(state.counts).reduce((sum, count) => sum + count, 0);
  return items === undefined ? time : `${time} · ${items} items`;
}

/** What differs in names is often at the end. */
function shortened(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const end = Math.floor(letters / 2) - 1;
  return `${name.slice(0, letters - end - 1)}…${name.slice(-end)}`;
}

/** What a node is: its tooltip, and what a screen reader says. */
export function spokenNode(name: string, state: TestState | undefined, waitsOn: readonly string[], neededBy: readonly string[]): string {
  const list = (names: readonly string[]) => (names.length > 6 ? `${names.length} tests` : names.join(", "));
  return [
    name,
    state && classTraits[state.class].title,
    state?.counts && countsText(state.counts),
    waitsOn.length > 0 && `waits for ${list(waitsOn)}`,
    neededBy.length > 0 && `needed by ${list(neededBy)}`,
  ]
    .filter(Boolean)
    .join(", ");
}
