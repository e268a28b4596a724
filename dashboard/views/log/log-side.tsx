import type { LogMarks, Params } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import { Icon } from "../../parts/icon.js";
import type { LogModel } from "./log-model.js";
import { ContextChoice } from "./search-bar.js";
import { HitList, MarkList } from "./side-list.js";

/** What stands beside the lines. */
export type Side = "hits" | "marks" | "none";

interface LogSideProps {
  readonly side: Side;
  readonly model: LogModel;
  readonly marks: LogMarks | undefined;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly onJump: (line: number) => void;
  readonly onClose: () => void;
}

/** The list beside the lines: hits of the search, or marks of log rules. */
export function LogSide({ side, model, marks, params, setParams, onJump, onClose }: LogSideProps) {
  if (side === "none" || (side === "marks" && marks === undefined)) return null;
  const current = model.cursor.value;
  return (
    <aside class="log-side" aria-label={side === "hits" ? "Hits" : "Marks"}>
      <header>
        <h2>{side === "hits" ? "Hits" : "Marks of log rules"}</h2>
        <span class="soft">{(side === "hits" ? model.search.count.value : (marks?.total ?? 0)).toLocaleString("en")}</span>
        <span class="spacer" />
        {side === "hits" && <ContextChoice params={params} setParams={setParams} />}
        <button type="button" class="plain icon" aria-label="Close the list" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {side === "hits" ? (
        <HitList search={model.search} current={current} onJump={onJump} />
      ) : (
        marks !== undefined && <MarkList marks={marks} current={current} onJump={onJump} />
      )}
    </aside>
  );
}
