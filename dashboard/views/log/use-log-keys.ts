import type { Params } from "../../../src/view/index.js";
import { useKeys } from "../../app/keys.js";
import { set, settings } from "../../app/settings.js";
import type { ViewProps } from "../../app/view-props.js";
import type { LogModel } from "./log-model.js";

/** Moves from hit to hit, and from mark to mark. */
export interface LogSteps {
  /** Which hit one stands on, from 1; 0 for none. */
  readonly at: number;
  readonly hit: (direction: 1 | -1, ofNewSearch?: boolean) => void;
  readonly mark: (direction: 1 | -1) => void;
}

interface LogKeysOptions {
  readonly model: LogModel;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly steps: LogSteps;
  readonly focusSearch: () => void;
  readonly askLine: () => void;
}

/** The keys of a pager. */
export function useLogKeys({ model, params, setParams, steps, focusSearch, askLine }: LogKeysOptions): void {
  const step = (direction: 1 | -1) => (model.search.wish.peek() === undefined ? steps.mark(direction) : steps.hit(direction));
  const toggle = (name: "logWrap" | "logTimes") => set(name, !settings.peek()[name]);
  useKeys("Log", {
    "/": { label: "search this log", run: focusSearch },
    n: { label: "next hit, or mark without a search", run: () => step(1) },
    "Shift+n": { label: "previous hit or mark", run: () => step(-1) },
    m: { label: "next mark of a log rule", run: () => steps.mark(1) },
    "Shift+m": { label: "previous mark", run: () => steps.mark(-1) },
    ":": { label: "go to a line", run: askLine },
    j: { label: "one line down", run: () => model.moveBy(1) },
    k: { label: "one line up", run: () => model.moveBy(-1) },
    "g g": { label: "beginning of the log", run: () => model.showStart() },
    "Shift+g": { label: "end of the log", run: () => model.showEnd() },
    f: { label: "follow the log", run: () => setParams({ tail: params["tail"] === "1" ? "0" : "1", line: undefined }) },
    w: { label: "wrap long lines", run: () => toggle("logWrap") },
    t: { label: "times between lines", run: () => toggle("logTimes") },
  });
}
