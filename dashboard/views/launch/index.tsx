import type { PlanRequest } from "../../../src/view/index.js";
import { may, noRunsBecause } from "../../acting/offers.js";
import { usePlan } from "../../acting/use-plan.js";
import { runs } from "../../app/runs.js";
import { hello } from "../../app/session.js";
import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { Form } from "./form.js";
import { fieldsIn, formOf, paramsOf, weekName } from "./launch-params.js";
import { PreviewPane } from "./preview-pane.js";
import "../../acting/acting.css";
import "./launch.css";

/** Starts runs: what is chosen, and beside it what that would come to; spec 06 § 32.1. */
export default function Launch({ route: { params }, setParams }: ViewProps<"launch">) {
  useTitle("Launch");
  const { keys = [], readOnlyBecause = "" } = hello.value ?? {};
  const fields = fieldsIn(params, weekName(new Date()));
  const form = formOf(fields, keys.length);
  const whyNot = reasonNotTo(readOnlyBecause);
  const request: PlanRequest | undefined = form && { action: "launch", objects: [], options: { launch: form } };
  const planned = usePlan(whyNot === "" ? request : undefined);
  const exists = (runs.value ?? []).some(({ target, runname }) => target.join("/") === fields.target && runname === fields.runname);
  return (
    <div class="launch-page">
      <h1>Launch</h1>
      <div class="launch">
        <Form keys={keys} fields={fields} exists={exists} onChange={(changes, how) => setParams(paramsOf(changes), how)} />
        <PreviewPane planned={planned} isComplete={form !== undefined} whyNot={whyNot} />
      </div>
    </div>
  );
}

/** Why nothing can be started from here; empty when it can. */
function reasonNotTo(readOnlyBecause: string): string {
  if (readOnlyBecause !== "") return `Nothing can be started from here: ${readOnlyBecause}.`;
  if (!may("operate")) return "Nothing can be started from here: your token lets you look only.";
  const reason = noRunsBecause();
  return reason === "" ? "" : `Nothing can be started: ${reason}.`;
}
