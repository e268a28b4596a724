import type { TestDatum } from "../../../src/model/index.js";
import { limitPicture } from "./limits.js";

/** What is allowed as a band, the value as a line across it. The numbers stand beside it. */
export function LimitBar({ datum, bad }: { readonly datum: TestDatum; readonly bad: boolean }) {
  const picture = limitPicture(datum);
  if (picture === undefined) return null;
  const { value, from, until } = picture;
  return (
    <svg class={`limit-bar${bad ? " bad" : ""}`} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="4" width="100" height="4" rx="2" />
      <rect class="allowed" x={100 * from} y="3" width={100 * (until - from)} height="6" />
      <rect class="value" x={100 * value - 1.5} y="0" width="3" height="12" />
    </svg>
  );
}
