import type { GraphLine } from "../../../src/view/index.js";
import { edgesOfLine, type GraphModel, lineText, pairOf } from "./graph-model.js";
import { type Highlight, isLineLit } from "./highlight.js";

/** Ends of lines, in the colours that lines have. */
export function Arrowheads() {
  return (
    <defs>
      {["plain", "lit", "broken"].map((kind) => (
        <marker
          key={kind}
          id={`arrow-${kind}`}
          class={`graph-arrow ${kind}`}
          viewBox="0 0 8 8"
          refX="7.5"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0,0.5 L8,4 L0,7.5 z" />
        </marker>
      ))}
    </defs>
  );
}

interface LineProps {
  readonly model: GraphModel;
  readonly line: GraphLine;
  readonly highlight: Highlight | undefined;
}

/** What waits for what: solid, dashed for a waitor, double where items wait for their counterparts. */
export function Line({ model, line, highlight }: LineProps) {
  const edges = edgesOfLine(model, line);
  const isLit = highlight !== undefined && isLineLit(highlight, line);
  const isBroken = edges.some(({ from, to }) => model.circular.has(pairOf(from, to)) || model.dependencies.unknown.has(from));
  const kind = isBroken ? "broken" : isLit ? "lit" : "plain";
  const isDashed = edges.every((edge) => edge.kind === "waitor");
  const isDouble = edges.some(({ byItem }) => byItem);
  const classes = ["graph-line", kind, isDashed && "dashed", isDouble && "double", highlight !== undefined && !isLit && "dim"];
  return (
    <g class={classes.filter(Boolean).join(" ")}>
      <path class="reach" d={line.path}>
        <title>{lineText(edges)}</title>
      </path>
      <path class="stroke" d={line.path} marker-end={`url(#arrow-${kind})`} />
      {isDouble && <path class="core" d={line.path} />}
    </g>
  );
}
