import type { Intent } from "./open.js";
import { PlanDialog } from "./plan-dialog.js";
import { RunDialog } from "./run-dialog.js";
import { TestsDialog } from "./tests-dialog.js";
import "./acting.css";

/** The dialog for something somebody has set out to do. */
export function ActionDialog({ intent, onClose }: { readonly intent: Intent; readonly onClose: () => void }) {
  switch (intent.kind) {
    case "plan":
      return <PlanDialog first={intent.request} onClose={onClose} />;
    case "run":
      return <RunDialog run={intent.run} onClose={onClose} />;
    default:
      return <TestsDialog kind={intent.kind} tests={intent.tests} onClose={onClose} />;
  }
}
