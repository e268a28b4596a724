import { ChangesOfTest } from "../../acting/changes-of-test.js";
import { Loading } from "../../parts/states.js";
import { HistoryReport } from "../history/report.js";
import type { TestTabProps } from "./tab-props.js";

/** What became of this test in the runs of its target. Spec 06 § 26 */
export default function HistoryTab({ test, history }: TestTabProps) {
  if (history === undefined) return <Loading what="history" />;
  return (
    <>
      <HistoryReport test={test} history={history} current={test} />
      <ChangesOfTest test={test} />
    </>
  );
}
