import type { Use } from "../../src/view/index.js";
import "./use-bar.css";

/** How much of something limited is used: a bar, and the numbers. */
export function UseBar({ name, used, limit }: Use & { readonly name: string }) {
  const share = limit <= 0 ? 1 : Math.min(1, used / limit);
  return (
    <span class={share >= 1 ? "use-bar is-full" : "use-bar"} role="img" aria-label={`${name}: ${used} of ${limit} used`}>
      <span class="use-track">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span aria-hidden="true">
        {used} of {limit}
      </span>
    </span>
  );
}
