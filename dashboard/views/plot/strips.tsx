import { useRef } from "preact/hooks";
import { formatUrl, type SeriesAnswer, type Span, type TestRef } from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import { useWidth } from "../../parts/use-size.js";
import { testRoute } from "../test/refs.js";
import { type Scale, xOf } from "../times/scale.js";
import { testOf } from "./geometry.js";
import { colours } from "./picture.js";
import type { TextStretch, TextStrip } from "./plot-model.js";

interface StripsProps {
  readonly answer: SeriesAnswer;
  readonly names: readonly string[];
  readonly strips: readonly TextStrip[];
  readonly window: Span;
  /** Whether the pictures above have an axis at the right. */
  readonly hasRight: boolean;
}

/** px */
const [height, gap, left] = [24, 4, 64];
const letter = 7;

/** Values that are texts: what was said for how long. The table of values has the same. */
export function Strips({ answer, names, strips, window, hasRight }: StripsProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const across = { window, left, width: Math.max(1, width - left - (hasRight ? 64 : 40)) };
  return (
    <div ref={box} class="plot-strips">
      {strips.map(({ index, series, stretches }) => {
        return (
          <figure key={index} class={`plot-s${index % colours}`}>
            <figcaption class="clip">
              <span class="plot-swatch" aria-hidden="true" /> {names[index]}
            </figcaption>
            <svg class="plot-strip" width={width} height={height + gap} role="group" aria-label={`${names[index]}: ${spoken(stretches)}`}>
              {stretches.map((stretch) => (
                <Stretch key={stretch.from} stretch={stretch} across={across} test={testOf(answer, series, stretch.point.run)} />
              ))}
            </svg>
          </figure>
        );
      })}
    </div>
  );
}

const spoken = (stretches: readonly TextStretch[]) =>
  stretches
    .slice(-5)
    .map(({ text }) => text)
    .join(", then ");

interface StretchProps {
  readonly stretch: TextStretch;
  readonly across: Scale;
  /** That it is of. */
  readonly test: TestRef | undefined;
}

function Stretch({ stretch, across, test }: StretchProps) {
  const inside = (place: number) => Math.max(across.left, Math.min(across.left + across.width, xOf(across, place)));
  const [from, until] = [inside(stretch.from), inside(stretch.until)];
  if (until - from < 1 || test === undefined) return null;
  const room = Math.floor((until - from - 10) / letter);
  const { text, bad } = stretch;
  const route = testRoute(test, { tab: "data" });
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openDrawer(route);
  };
  return (
    <a class={bad ? "plot-text bad" : "plot-text"} href={formatUrl(route)} onClick={open}>
      <title>{text}</title>
      <rect x={from + 0.5} y={0.5} width={Math.max(1, until - from - 2)} height={height - 1} rx="3" />
      {room > 0 && (
        <text x={from + 6} y={16}>
          {text.length > room ? `${text.slice(0, room - 1)}…` : text}
        </text>
      )}
    </a>
  );
}
