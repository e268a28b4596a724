interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly { readonly value: number; readonly bad: boolean }[];
  readonly label: string;
}

const size = { width: 96, height: 20, margin: 3 };

/** A curve without axes: how a value went over the last runs. Bad ones are marked. */
export function Sparkline({ values, label }: SparklineProps) {
  if (values.length < 2) return null;
  const numbers = values.map(({ value }) => value);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const points = values.map(({ value, bad }, index) => ({
    x: size.margin + (index * (size.width - 2 * size.margin)) / (values.length - 1),
    y: most === least ? size.height / 2 : size.height - size.margin - ((value - least) * (size.height - 2 * size.margin)) / (most - least),
    bad,
  }));
  const last = points.at(-1);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`${label}: from ${numbers[0]} to ${numbers.at(-1)}, least ${least}, most ${most}`}
    >
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {points.map(({ x, y, bad }) => bad && <path key={x} class="bad" d={`M${x - 2.5} ${y - 2.5}l5 5m0-5l-5 5`} />)}
      {last && !last.bad && <circle cx={last.x} cy={last.y} r="2" />}
    </svg>
  );
}
