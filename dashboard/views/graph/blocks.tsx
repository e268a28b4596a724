import { type Dependencies, nodeSize } from "../../../src/view/index.js";
import type { GraphModel } from "./graph-model.js";
import { legible } from "./viewport.js";

/** Frames around tests that stand alike. */
export function BlockFrames({ model }: { readonly model: GraphModel }) {
  return (
    <>
      {model.layout.blocks.map(({ names, x, y, width, height }) => (
        <rect key={names[0]} class="graph-block" x={x} y={y} width={width} height={height} rx="10" />
      ))}
    </>
  );
}

/** px on the screen */
const [size, letter, smallest] = [12, 7, 90];

interface BlockTitlesProps {
  readonly model: GraphModel;
  readonly scale: number;
  /** Tests that are named in any case. */
  readonly way: readonly string[];
}

/** From afar names of nodes are too small to read: each block says what it is instead. */
export function BlockTitles({ model, scale, way }: BlockTitlesProps) {
  if (scale >= legible * 0.8) return null;
  return (
    <g class="graph-titles" aria-hidden="true">
      {model.layout.blocks.map(({ names, x, y, width, height }) => {
        const room = width * scale;
        if (room < smallest || height * scale < 2 * size) return null;
        const whole = titleOf(names, model.dependencies);
        const text = whole.length * letter <= room - 12 ? whole : `${names.length} tests`;
        return <Title key={names[0]} text={text} x={x + width / 2} y={y + height / 2} scale={scale} />;
      })}
      {way.map((name) => {
        const place = model.places.get(name);
        return place && <Title key={name} text={name} x={place.x + nodeSize.width / 2} y={place.y + nodeSize.height / 2} scale={scale} />;
      })}
    </g>
  );
}

interface TitleProps {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

function Title({ text, x, y, scale }: TitleProps) {
  return (
    <g transform={`translate(${x},${y}) scale(${1 / scale})`}>
      <rect x={(-text.length * letter) / 2 - 6} y={-size + 1} width={text.length * letter + 12} height={2 * size - 2} rx="4" />
      <text y="4">{text}</text>
    </g>
  );
}

function titleOf(names: readonly string[], { waitsOn, neededBy }: Dependencies): string {
  const [first = ""] = names;
  const [before, after] = [waitsOn.get(first) ?? [], neededBy.get(first) ?? []];
  const list = (others: readonly string[]) => (others.length > 2 ? `${others.length} tests` : others.join(" and "));
  if (before.length > 0) return `${names.length} tests wait for ${list(before)}`;
  return after.length > 0 ? `${names.length} tests for ${list(after)}` : `${names.length} tests that wait for nothing`;
}
