import { formatDuration } from "../../src/base/index.js";
import { exactTime, now, timeText } from "../app/clock.js";

/** A moment, in the form of the settings; exact time and epoch in the tooltip. */
export function When({ epoch }: { readonly epoch: number }) {
  if (epoch <= 0) return <span class="soft">–</span>;
  return (
    <time dateTime={new Date(epoch * 1000).toISOString()} title={`${exactTime(epoch)} · ${Math.floor(epoch)}`}>
      {timeText(epoch)}
    </time>
  );
}

type DurationProps = { readonly seconds: number | undefined } | { readonly since: number };

/** `1hr 2m 3s`: a length, or the time since a moment, which goes on. */
export function Duration(props: DurationProps) {
  const seconds = "since" in props ? now.value - props.since : props.seconds;
  return seconds === undefined ? <span class="soft">–</span> : <span title={`${Math.trunc(seconds)} s`}>{formatDuration(seconds)}</span>;
}
