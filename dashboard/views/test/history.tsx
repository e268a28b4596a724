import { Loading } from "../../parts/states.js";
import { HistoryReport } from "../history/report.js";
import type { TestTabProps } from "./tabs.js";

/** What became of this test in the runs of its target. Spec 06 § 26 */
export default function HistoryTab({ test, history }: TestTabProps) {
  return history === undefined ? <Loading what="history" /> : <HistoryReport test={test} history={history} current={test} />;
}
