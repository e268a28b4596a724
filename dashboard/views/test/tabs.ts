import type { ComponentType } from "preact";
import type { TestTabProps } from "./tab-props.js";

interface TestTab {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType<TestTabProps> }>;
}

/** The tabs of a test's page, in order, one line each; loaded when first shown. The first one is shown without `tab` in the address. */
export const testTabs: readonly TestTab[] = [
  { id: "overview", title: "Overview", load: () => import("./overview.js") },
  { id: "steps", title: "Steps", load: () => import("./steps.js") },
  { id: "data", title: "Data", load: () => import("./data.js") },
  { id: "log", title: "Log", load: () => import("../log/tab.js") },
  { id: "files", title: "Files", load: () => import("./files.js") },
  { id: "history", title: "History", load: () => import("./history.js") },
  { id: "config", title: "Config", load: () => import("./config.js") },
  { id: "env", title: "Env", load: () => import("./env.js") },
];
