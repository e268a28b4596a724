import type { Missing as MissingThing, RunRef, TestRef } from "../../../src/view/index.js";
import type { ApiError } from "../../app/api.js";
import { useAnswer } from "../../app/use-answer.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { PlaceLink } from "./place.js";
import { runQuestion, runRoute, testRoute, testText } from "./refs.js";

interface MissingProps {
  readonly error: ApiError;
  readonly run?: RunRef;
  readonly test?: TestRef;
}

/** Instead of a run or test that is not there: what became of it, and what may have been meant. Spec 06 § 18.1 */
export function Missing({ error, run, test }: MissingProps) {
  const ref = test ?? run;
  if (ref === undefined || (error.code !== "not-found" && error.code !== "moved")) return <ErrorState error={error} />;
  return <MissingThingState run={ref} test={test} />;
}

function MissingThingState({ run, test }: { readonly run: RunRef; readonly test: TestRef | undefined }) {
  const { value, error } = useAnswer("missing", { ...runQuestion(run), ...(test !== undefined && { n: test.n, i: test.i }) });
  if (error !== undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="what became of it" />;
  const runText = `${run.t}/${run.r}`;
  return (
    <section class="state missing">
      <h1>{value.what === "run" ? `Run ${runText}` : `Test ${test === undefined ? "" : testText(test)}`}</h1>
      <p>{whatBecame(value, runText)}</p>
      <Suggestions
        title="Runs with a similar name"
        items={value.runs.map((ref) => ({ key: `${ref.t}/${ref.r}`, to: runRoute(ref), text: `${ref.t}/${ref.r}` }))}
      />
      <Suggestions
        title="This test in other runs"
        items={value.elsewhere.map((ref) => ({ key: `${ref.t}/${ref.r}`, to: testRoute(ref), text: `${ref.t}/${ref.r}` }))}
      />
      <Suggestions
        title="Tests with a similar name"
        items={value.tests.map((ref) => ({ key: testText(ref), to: testRoute(ref), text: testText(ref) }))}
      />
    </section>
  );
}

function whatBecame({ what, state, movedTo }: MissingThing, run: string): string {
  switch (state) {
    case "moved":
      return `The run was moved to ${movedTo ?? "another area"}. Open a dashboard there to see it.`;
    case "reduced":
      return "The run was moved to completed-runs.db. Start the dashboard with -full-db to see it, or bring it back with megatest -restore-runs.";
    case "deleted":
      return what === "run" ? "The run was removed." : `The test was removed from ${run}.`;
    case "unknown":
      return what === "run" ? "There is no run of that name in this area, and none is known to have been." : `${run} has no such test.`;
  }
}

interface SuggestionsProps {
  readonly title: string;
  readonly items: readonly { readonly key: string; readonly to: ReturnType<typeof runRoute>; readonly text: string }[];
}

function Suggestions({ title, items }: SuggestionsProps) {
  if (items.length === 0) return null;
  return (
    <div>
      <h2>{title}</h2>
      <ul class="suggestions">
        {items.map(({ key, to, text }) => (
          <li key={key}>
            <PlaceLink to={to}>{text}</PlaceLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Over a page that has lost its record: the last data stay. */
export function GoneBanner({ error }: { readonly error: ApiError }) {
  const isGone = error.code === "not-found" || error.code === "moved";
  return (
    <p class="banner" role="status">
      {isGone ? "Removed" : "Not current"}: {error.message}. What stands here is the last that was known.
    </p>
  );
}
