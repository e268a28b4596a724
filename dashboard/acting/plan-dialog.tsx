import { useEffect, useState } from "preact/hooks";
import { actionTraits, type Job, type JobRequest, type Plan, type PlanRequest } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { Dialog } from "../parts/dialog.js";
import { Icon } from "../parts/icon.js";
import { AffectedView, tests } from "./affected.js";
import { CommandText } from "./command-text.js";
import { Confirmation, type Given, isConfirmed } from "./confirmation.js";
import { JobDialog } from "./job-dialog.js";
import { may } from "./offers.js";
import { PlanOptionFields } from "./plan-options.js";
import { usePlan } from "./use-plan.js";

interface PlanDialogProps {
  readonly first: PlanRequest;
  readonly onClose: () => void;
}

/** Shows the exact command of an action and what it touches, asks, starts it, and shows how it goes. Spec 06 § 32.3 */
export function PlanDialog({ first, onClose }: PlanDialogProps) {
  const [request, setRequest] = useState(first);
  const [job, setJob] = useState<Job>();
  const [given, setGiven] = useState<Given>({});
  const planned = usePlan(isComplete(request) ? request : undefined);
  const { plan, error, isMaking, isChanged } = planned;
  const [problem, setProblem] = useState<ApiError>();
  const [isStarting, setStarting] = useState(false);
  // What was acknowledged is not what there is now.
  useEffect(() => setGiven(({ name }) => (name === undefined ? {} : { name })), [plan?.affected.count, plan?.text]);
  if (job !== undefined) return <JobDialog first={job} onClose={onClose} />;
  const { title, says, ...traits } = actionTraits[request.action];
  const start = async () => {
    if (plan === undefined) return;
    setStarting(true);
    setProblem(undefined);
    const result = await begin(plan, given);
    setStarting(false);
    if ("job" in result) setJob(result.job);
    else if (result.plan !== undefined) planned.replace(result.plan);
    else if (result.error.code === "gone") planned.again(true);
    else setProblem(result.error);
  };
  const isReady = plan !== undefined && !isMaking && isComplete(request) && isConfirmed(plan, given);
  const buttons = (
    <>
      {may("admin") && request.action !== "command" && plan?.commands.length === 1 && (
        <button type="button" class="plain first" onClick={() => setRequest({ action: "command", objects: [], options: { command: plan.text } })}>
          Edit command
        </button>
      )}
      <button type="button" onClick={onClose}>
        Cancel
      </button>
      <button
        type="button"
        class={"destroys" in traits ? "primary destroys" : "primary"}
        disabled={!isReady || isStarting}
        onClick={() => void start()}
      >
        {isStarting ? "Starting …" : verb(request, plan)}
      </button>
    </>
  );
  return (
    <Dialog title={titleOf(request, title)} wide onClose={onClose} actions={buttons}>
      <div class="plan" aria-busy={isMaking}>
        <p class="soft">{says}</p>
        <PlanOptionFields request={request} onChange={(options) => setRequest({ ...request, options })} />
        {error !== undefined && <Problem text={error.message} />}
        {problem !== undefined && <Problem text={problem.message} />}
        {plan === undefined && error === undefined && isComplete(request) && <p class="soft">Finding out what it would do …</p>}
        {plan !== undefined && isChanged && <Note text="What this touches has changed meanwhile: look at it again." />}
        {plan !== undefined && <PlanView plan={plan} />}
        {plan !== undefined && <Confirmation plan={plan} given={given} onChange={setGiven} />}
      </div>
    </Dialog>
  );
}

/** What a plan comes to. */
function PlanView({ plan }: { readonly plan: Plan }) {
  return (
    <>
      <CommandText text={plan.text} />
      {plan.external && <p class="soft">It is started in an external terminal, as [dashboard] pre-command or use-viewscreen say.</p>}
      {plan.warnings.map((warning) => (
        <Note key={warning} text={warning} />
      ))}
      <AffectedView affected={plan.affected} preview={plan.preview} />
    </>
  );
}

export function Note({ text }: { readonly text: string }) {
  return (
    <p class="acting-note caution-text">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}

export function Problem({ text }: { readonly text: string }) {
  return (
    <p class="acting-note bad-text" role="alert">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}

type Begun = { readonly job: Job } | { readonly plan: Plan | undefined; readonly error: ApiError };

async function begin(plan: Plan, given: Given): Promise<Begun> {
  const { confirm } = plan;
  const body: JobRequest = {
    plan: plan.id,
    ...(confirm.by === "count" && { count: confirm.count }),
    ...(given.name !== undefined && { name: given.name }),
  };
  try {
    return { job: await act<Job>("POST", "jobs", body) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { plan: newPlanIn(error), error };
  }
}

/** A conflict brings the plan as it would be now. */
export function newPlanIn({ code, detail }: ApiError): Plan | undefined {
  const isOne = code === "conflict" && typeof detail === "object" && detail !== null && "plan" in detail;
  // The type is what the server of the same build sends.
  return isOne ? (detail.plan as Plan) : undefined;
}

/** Whether enough is said to ask what it would do. */
function isComplete({ action, options }: PlanRequest): boolean {
  switch (action) {
    case "move":
      return (options.destination ?? "").trim() !== "";
    case "remove-old":
      return (options.target ?? "").trim() !== "" && options.keep !== undefined;
    case "command":
      return (options.command ?? "").trim() !== "";
    default:
      return true;
  }
}

function titleOf({ objects }: PlanRequest, title: string): string {
  const [first, ...more] = objects;
  if (first === undefined) return title;
  const own = first.tests;
  if (more.length > 0) return own === undefined ? `${title}: ${objects.length} runs` : `${title}: tests of ${objects.length} runs`;
  const [test, ...others] = own ?? [];
  if (test === undefined) return `${title}: ${first.t}/${first.r}`;
  return others.length > 0 ? `${title}: ${own?.length} tests of ${first.r}` : `${title}: ${test.n}${test.i === "" ? "" : `/${test.i}`} of ${first.r}`;
}

function verb({ action }: PlanRequest, plan: Plan | undefined): string {
  const { title } = actionTraits[action];
  if (plan === undefined || !plan.affected.known || action === "command") return action === "command" ? "Run command" : title;
  if (plan.affected.count === 0) return `${title} anyway`;
  return `${title}${title.includes(" ") ? ":" : ""} ${tests(plan.affected.count)}`;
}
