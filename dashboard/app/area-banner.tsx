import type { ShownArea } from "../../src/view/index.js";
import { Icon } from "../parts/icon.js";
import { exactTime } from "./clock.js";
import { hello } from "./session.js";
import "./area-banner.css";

/** Names the areas that cannot be read: what is shown of them is old, or nothing. */
export function AreaBanner() {
  const unread = hello.value?.areas.filter(({ problem }) => problem !== undefined) ?? [];
  if (unread.length === 0) return null;
  return (
    <div class="area-banner" role="status">
      {unread.map((area) => (
        <p key={area.name}>
          <Icon name="warning" />
          <span>
            <strong>{area.name}</strong>: {stateOf(area)}
          </span>
          <span class="why clip" title={area.toppath}>
            {area.problem?.message}
          </span>
        </p>
      ))}
    </div>
  );
}

function stateOf({ problem }: ShownArea): string {
  if (problem === undefined) return "";
  const data = problem.read === undefined ? "nothing of it is shown" : `data from ${minute(problem.read)}`;
  return `unreachable since ${minute(problem.since)}, ${data}`;
}

const minute = (seconds: number) => exactTime(seconds).slice(0, 16);
