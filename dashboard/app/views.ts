import type { ComponentType } from "preact";
import type { View } from "../../src/view/index.js";
import { staticCopy } from "./static-copy.js";
import type { ViewProps } from "./view-props.js";

interface ViewModule<V extends View> {
  readonly default: ComponentType<ViewProps<V>>;
}

export interface ViewEntry<V extends View = View> {
  readonly title: string;
  /** Letter after `g`. */
  readonly key?: string;
  /** Stands in the navigation. */
  readonly listed?: true;
  /** Needs a server: a copy does not have it. */
  readonly served?: true;
  readonly load: () => Promise<ViewModule<V>>;
}

/** Every view of the application, one line each; loaded when it is first shown. */
export const views: { readonly [V in View]?: ViewEntry<V> } = {
  runs: { title: "Runs", key: "r", listed: true, load: () => import("../views/matrix/index.js") },
  summary: { title: "Summary", key: "s", listed: true, load: () => import("../views/summary/index.js") },
  activity: { title: "Activity", key: "a", listed: true, served: true, load: () => import("../views/activity/index.js") },
  launch: { title: "Launch", key: "l", listed: true, served: true, load: () => import("../views/launch/index.js") },
  jobs: { title: "Jobs", key: "j", listed: true, served: true, load: () => import("../views/jobs/index.js") },
  graph: { title: "Dependencies", key: "d", listed: true, load: () => import("../views/graph/index.js") },
  times: { title: "Times", key: "t", listed: true, load: () => import("../views/times/index.js") },
  plot: { title: "Plots", key: "p", listed: true, load: () => import("../views/plot/index.js") },
  failures: { title: "Failures", key: "f", listed: true, load: () => import("../views/failures/index.js") },
  config: { title: "Configuration", key: "c", listed: true, load: () => import("../views/config/index.js") },
  health: { title: "Health", key: "h", listed: true, served: true, load: () => import("../views/health/index.js") },
  run: { title: "Run", load: () => import("../views/run/index.js") },
  test: { title: "Test", load: () => import("../views/test/index.js") },
  history: { title: "History", load: () => import("../views/history/index.js") },
  diff: { title: "Difference", load: () => import("../views/diff/index.js") },
  job: { title: "Job", load: () => import("../views/job/index.js") },
  log: { title: "Log", load: () => import("../views/log/index.js") },
  id: { title: "Names", load: () => import("../views/id/index.js") },
  settings: { title: "Settings", load: () => import("../views/settings/index.js") },
  help: { title: "Help", load: () => import("../views/help/index.js") },
};

/** The entry of a view; undefined when there is no such view yet. */
export function entryOf(view: View): ViewEntry | undefined {
  // Each entry fits the route of its own view, which is what it is looked up by.
  return views[view] as ViewEntry | undefined;
}

/** Views of the navigation, in order. */
export function listedViews(): [View, ViewEntry][] {
  return (Object.entries(views) as [View, ViewEntry][]).filter(([, { listed, served }]) => listed && !(served && staticCopy !== undefined));
}
