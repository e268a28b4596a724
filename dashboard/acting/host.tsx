import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { notify } from "../app/notices.js";
import { hello } from "../app/session.js";
import { learnRules } from "./offers.js";
import { type Intent, intent } from "./open.js";

type Dialogs = ComponentType<{ readonly intent: Intent; readonly onClose: () => void }>;

const close = () => {
  intent.value = undefined;
};

/** Shows the dialog of whatever somebody has set out to do; stands once in the page. Its code is loaded when it is first needed. */
export function ActionHost() {
  const [Dialog, setDialog] = useState<Dialogs>();
  const open = intent.value;
  const level = hello.value?.level;
  useEffect(() => void learnRules(), [level]);
  useEffect(() => {
    if (open === undefined || Dialog !== undefined) return;
    import("./dialogs.js").then(
      ({ ActionDialog }) => setDialog(() => ActionDialog),
      () => {
        close();
        notify("This part of the dashboard cannot be loaded: load the page anew.", { kind: "problem" });
      },
    );
  }, [open === undefined]);
  return open === undefined || Dialog === undefined ? null : <Dialog intent={open} onClose={close} />;
}
