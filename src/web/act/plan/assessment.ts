import { createHash } from "node:crypto";
import { type Affected, type AffectedTest, actionTraits, type Effect, type Plan, type PlanRequest } from "../../../view/index.js";
import type { Words } from "./commands.js";
import type { Previewed } from "./preview.js";

const shownTests = 100;
/** Nothing is pulled in for the sake of others by these. */
const chosenEffects: ReadonlySet<Effect> = new Set(["set", "remove", "remove-data"]);

/** What the tests add up to. */
export function affectedOf(tests: readonly AffectedTest[], seen: readonly Previewed[]): Affected {
  const effects: Partial<Record<AffectedTest["effect"], number>> = {};
  for (const { effect } of tests) effects[effect] = (effects[effect] ?? 0) + 1;
  const union = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];
  return {
    count: tests.length,
    live: tests.filter(({ live }) => live).length,
    effects,
    items: tests.slice(0, shownTests),
    runs: union(seen.map(({ runs }) => runs)),
    locked: union(seen.map(({ locked }) => locked)),
    known: seen.every(({ known }) => known),
  };
}

/** What whoever confirms should know. */
export function warningsAbout({ action, objects }: PlanRequest, { locked, live, known }: Affected, tests: readonly AffectedTest[]): string[] {
  const { destroys } = { destroys: false, ...actionTraits[action] };
  const chosen = new Set(objects.flatMap(({ t, r, tests: own = [] }) => own.map(({ n, i }) => `${t}/${r}/${n}/${i}`)));
  const isChosen = ({ t, r, testname, item_path }: AffectedTest) =>
    chosen.has(`${t}/${r}/${testname}/`) || chosen.has(`${t}/${r}/${testname}/${item_path}`);
  const others = chosen.size === 0 ? 0 : tests.filter((test) => chosenEffects.has(test.effect) && !isChosen(test)).length;
  return [
    ...locked.map((run) => `${run} is locked: its tests are left alone`),
    ...(live > 0 && (destroys || action === "rerun" || action === "rerun-all") ? [`${live} of these tests run at the moment`] : []),
    ...(others > 0 ? [`the pattern also means ${others} test(s) that were not chosen`] : []),
    ...(known ? [] : ["what this touches cannot be told beforehand"]),
    ...(action === "kill" && chosen.size === 0 ? ["a runner of the run goes on: what it starts from now on is not killed"] : []),
  ];
}

/** Typing their names for whole runs that go, however the command came about; acknowledging the number of tests for what needs level admin. */
export function confirmation({ action }: PlanRequest, { count, runs }: Affected, lines: readonly Words[]): Plan["confirm"] {
  if (lines.some(removesWholeRuns) && runs.length > 0) return { by: "name", name: runs.map((run) => run.slice(run.lastIndexOf("/") + 1)).join(" ") };
  return actionTraits[action].level === "admin" ? { by: "count", count } : { by: "click" };
}

function removesWholeRuns(line: Words): boolean {
  return line.includes("-remove-runs") && !line.includes("-keep-records") && line[line.indexOf("-testpatt") + 1] === "%";
}

/** Tells plans apart by what they touch. Tests of a whole run that is killed come and go while it runs: there the command alone counts. */
export function digestOf({ action, objects }: PlanRequest, tests: readonly AffectedTest[], lines: readonly Words[]): string {
  const isMoving = action === "kill" && objects.every((object) => object.tests === undefined);
  const names = isMoving ? [] : tests.map(({ t, r, testname, item_path, effect, live }) => [t, r, testname, item_path, effect, live]);
  return createHash("sha256")
    .update(JSON.stringify([lines, names]))
    .digest("hex");
}
