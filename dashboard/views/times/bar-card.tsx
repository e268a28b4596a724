import { formatDuration } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import { type Bar, endOfBar } from "../../../src/view/index.js";
import { exactTime } from "../../app/clock.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { boxOf, type Scene, yOfRow } from "./draw-chart.js";

interface BarCardProps {
  readonly bar: Bar;
  readonly scene: Scene;
  readonly row: number;
}

/** px */
const widest = 320;
const tallest = 120;

/** What a bar is, below it or above. */
export function BarCard({ bar, scene, row }: BarCardProps) {
  const { scale, now, height, rowHeight } = scene;
  const left = Math.max(4, Math.min(boxOf(scene, bar, row).left, scale.left + scale.width - widest - 4));
  const bottom = yOfRow(scene, row + 1);
  const place = bottom + tallest > height ? { bottom: `${height - bottom + rowHeight + 6}px` } : { top: `${bottom + 6}px` };
  const where = [bar.host && `on ${bar.host}`, bar.jobgroup && `job group ${bar.jobgroup}`].filter(Boolean).join(" · ");
  return (
    <div class="times-card" style={{ left: `${left}px`, ...place }} aria-hidden="true">
      <strong>{fullName(bar)}</strong>
      <VerdictBadge verdict={bar} />
      <span>
        {exactTime(bar.from).slice(11)} – {bar.live ? "now" : exactTime(bar.until).slice(11)} · {formatDuration(endOfBar(bar, now) - bar.from)}
      </span>
      {where !== "" && <span class="soft">{where}</span>}
    </div>
  );
}
