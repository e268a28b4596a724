import { hello } from "../../app/session.js";
import { useAnswer } from "../../app/use-answer.js";
import { Copy } from "../../parts/copy.js";
import { Fact, Facts } from "../../parts/facts.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";
import { Variables } from "../test/config.js";
import { runQuestion } from "../test/refs.js";
import type { RunTabProps } from "./tab-props.js";

/** What is known of a run beside its tests. Spec 06 § 23 */
export default function Meta({ run }: RunTabProps) {
  const { value, error } = useAnswer("run/meta", runQuestion(run));
  if (error !== undefined && value === undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="the record" />;
  const { run: record, database, directory, variables, archives } = value;
  return (
    <div class="page">
      <div class="fact-columns">
        <Facts title="Record">
          {(hello.value?.keys ?? []).map((key, index) => (
            <Fact key={key} name={key}>
              {record.target[index]}
            </Fact>
          ))}
          <Fact name="Name">{record.runname}</Fact>
          <Fact name="Id">{record.id}</Fact>
          <Fact name="State">{record.state}</Fact>
          <Fact name="Status">{record.status}</Fact>
          <Fact name="Contour">{record.contour}</Fact>
          <Fact name="Owner">{record.owner}</Fact>
          <Fact name="Started">
            <When epoch={record.event_time} />
          </Fact>
          <Fact name="Comment">{record.comment}</Fact>
        </Facts>
        <Facts title="Place">
          <Fact name="Directory">
            <code>{directory}</code>
            <Copy text={directory} what="path" />
          </Fact>
          <Fact name="Database">
            <code>{database}</code>
          </Fact>
          <Fact name="Archive blocks">{archives.join(", ")}</Fact>
        </Facts>
      </div>
      <section>
        <h2>Variables of the target</h2>
        <Variables variables={variables} />
      </section>
    </div>
  );
}
