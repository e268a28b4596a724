import type { LaunchForm, PlanObject, PlanOptions, PlanRequest } from "../../../view/index.js";
import { Refused } from "../../refused.js";
import { literal, patternsOf } from "./patterns.js";
import { splitWords } from "./split-words.js";

/** Words of a command after `megatest`. */
export type Words = readonly string[];

/** What else is asked for while commands are made. */
interface Known {
  /** The test pattern with which a run was started last. */
  lastTestpatt(run: { readonly target: readonly string[]; readonly runname: string }): Promise<string | undefined>;
}

const setBack = ["-set-state-status", "NOT_STARTED,n/a"];
const liveStates = ["RUNNING", "REMOTEHOSTSTART", "LAUNCHED"];

/**
 * The commands that an action comes to: one for each run, and more where the pattern would be too long.
 *
 * @throws Refused `bad-request`, `too-large`
 * @see spec 06 § 32.3
 */
export async function commandsOf({ action, objects, options }: PlanRequest, known: Known): Promise<Words[]> {
  const ofRuns = (words: (run: Words, testpatt: string) => Words) =>
    objects.flatMap((object) => testpattsOf(object).map((patt) => words(runOf(object), patt)));
  switch (action) {
    case "rerun":
      return ofRuns((run, patt) => [...setBack, "-run", ...run, "-testpatt", patt, "-preclean", "-clean-cache"]);
    case "continue":
      return ofRuns((run, patt) => ["-run", ...run, "-testpatt", patt, "-clean-cache"]);
    case "rerun-last":
      return Promise.all(
        objects.map(async (object) => ["-run", ...runOf(object), "-testpatt", await lastTestpatt(object, known), "-preclean", "-clean-cache"]),
      );
    case "rerun-failed":
      return objects.map((object) => ["-rerun-clean", ...runOf(object), "-testpatt", "%"]);
    case "rerun-all":
      return objects.map((object) => [...setBack, "-run", ...runOf(object), "-testpatt", "%", "-preclean", "-clean-cache"]);
    case "kill": {
      const states = [...liveStates, ...(options.notStarted === true ? ["NOT_STARTED"] : [])].join(",");
      return ofRuns((run, patt) => ["-set-state-status", "KILLREQ,n/a", ...run, "-testpatt", patt, "-state", states]);
    }
    case "remove-data":
      return ofRuns((run, patt) => ["-remove-runs", ...run, "-testpatt", patt, "-keep-records"]);
    case "remove":
      return ofRuns((run, patt) => ["-remove-runs", ...run, "-testpatt", patt, ...conditions(options)]);
    case "move":
      return objects.map((object) => ["-destination", required(options.destination, "the area to move to"), ...runOf(object)]);
    case "reduce":
      return objects.map((object) => ["-reduce-records", ...runOf(object)]);
    case "restore":
      return objects.map((object) => ["-restore-records", ...runOf(object)]);
    case "remove-old":
      return [removeOld(options)];
    case "launch":
      return [launch(options.launch)];
    case "command":
      return [splitWords(required(options.command, "a command"))];
    default:
      return action satisfies never;
  }
}

const testpattsOf = ({ tests }: PlanObject) => (tests === undefined ? ["%"] : patternsOf(tests));

const runOf = ({ t, r }: PlanObject): Words => ["-target", literal(t), "-runname", literal(r)];

/** A row of 1.65 may hold `0`. */
async function lastTestpatt({ t, r }: PlanObject, known: Known): Promise<string> {
  const last = await known.lastTestpatt({ target: t.split("/"), runname: r });
  return last === undefined || last === "" || last === "0" ? "%" : last;
}

function conditions({ states = [], statuses = [] }: PlanOptions): Words {
  return [...(states.length > 0 ? ["-state", states.join(",")] : []), ...(statuses.length > 0 ? ["-status", statuses.join(",")] : [])];
}

function removeOld({ target, keep, age }: PlanOptions): Words {
  if (keep === undefined) throw new Refused("bad-request", "say how many runs of each target are to stay");
  const young = age === undefined || age === "" ? [] : ["-age", age];
  return ["-remove-keep", String(keep), "-actions", "remove-runs", "-target", required(target, "a target"), "-runname", "%", ...young];
}

function launch(form: LaunchForm | undefined): Words {
  if (form === undefined) throw new Refused("bad-request", "the launch form is missing");
  const given = (flag: string, text: string | undefined) => (text === undefined || text === "" ? [] : [flag, text]);
  const ifOn = (flag: string, isOn: boolean | undefined) => (isOn === true ? [flag] : []);
  return [
    "-run",
    ...["-testpatt", form.testpatt || "%"],
    ...[form.reqtarg === true ? "-reqtarg" : "-target", required(form.target, "a target")],
    ...["-runname", required(form.runname, "a run name")],
    ...given("-tagexpr", form.tagexpr),
    ...given("-modepatt", form.modepatt),
    ...given("-rerun", form.rerun?.join(",")),
    ...ifOn("-preclean", form.preclean),
    ...ifOn("-clean-cache", form.cleanCache),
    ...ifOn("-force", form.force),
    ...given("-setvars", form.setvars),
    ...given("-contour", form.contour),
    ...ifOn("-run-wait", form.wait),
  ];
}

function required(text: string | undefined, what: string): string {
  if (text === undefined || text.trim() === "") throw new Refused("bad-request", `${what} is missing`);
  return text;
}
