import type { ComponentType } from "preact";
import type { RunTabProps } from "./tab-props.js";

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
  { id: "why", title: "Why not started", load: () => import("./why.js") },
  { id: "meta", title: "Meta", load: () => import("./meta.js") },
];
