import type { ComponentType } from "preact";
import type { RunRef, RunView } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import type { RunTests } from "./use-run-tests.js";

/** What every tab of a run's page is given. */
export interface RunTabProps {
  readonly run: RunRef;
  readonly view: RunView;
  /** Its tests, kept current. */
  readonly tests: RunTests;
  /** Parameters of the page's address. */
  readonly params: Readonly<Record<string, string>>;
  readonly setParams: ViewProps["setParams"];
}

interface RunTab {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType<RunTabProps> }>;
}

/** The tabs of a run's page, in order, one line each; loaded when first shown. The first one is shown without `tab` in the address. */
export const runTabs: readonly RunTab[] = [
  { id: "grid", title: "Grid", load: () => import("./grid.js") },
  { id: "list", title: "List", load: () => import("./list.js") },
  { id: "graph", title: "Graph", load: () => import("../graph/run-graph.js") },
  { id: "times", title: "Times", load: () => import("../times/run-times.js") },
  { id: "stats", title: "Statistics", load: () => import("./stats.js") },
  { id: "meta", title: "Meta", load: () => import("./meta.js") },
];
