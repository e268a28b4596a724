import { fullName } from "../../../src/model/index.js";
import { type RunRef, type UnmetTest, type WhyNot, whyTitles } from "../../../src/view/index.js";
import { Duration } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { PlaceLink } from "../test/place.js";
import { inSameRun, testRoute } from "../test/refs.js";
import "./why.css";

interface WhyTextProps {
  readonly run: RunRef;
  readonly why: WhyNot;
}

/** What a reason says beyond its title: the tests that are waited for, numbers, times. */
export function WhyText({ run, why }: WhyTextProps) {
  switch (why.kind) {
    case "prerequisite-failed":
      if (why.unmet.length === 0) return <>What it waits for is in order by now: it can be run again.</>;
      return <Unmet run={run} unmet={why.unmet} more={why.more} />;
    case "waits":
      return <Unmet run={run} unmet={why.unmet} more={why.more} />;
    case "no-runner":
      return why.unmet.length === 0 ? <>A new run of it would start it.</> : <Unmet run={run} unmet={why.unmet} more={why.more} />;
    case "no-slot":
      return <>{`${why.used} of ${why.limit} tests are live (max_concurrent_jobs)`}</>;
    case "jobgroup-full":
      return <>{`${why.used} of ${why.limit} tests of job group ${why.jobgroup} are live`}</>;
    case "load":
      return <>{why.text}</>;
    case "launched":
      return (
        <>
          for <Duration since={why.since} />
          {why.host !== "" && why.host !== "n/a" && ` on ${why.host}`}
        </>
      );
    case "dropped":
      return <>{why.comment === "" ? why.status : `${why.status}: ${why.comment}`}</>;
    default:
      return null;
  }
}

interface UnmetProps {
  readonly run: RunRef;
  readonly unmet: readonly UnmetTest[];
  readonly more: number;
}

function Unmet({ run, unmet, more }: UnmetProps) {
  return (
    <>
      <ul class="related">
        {unmet.map((test) => (
          <li key={fullName(test)} class="unmet">
            <PlaceLink to={testRoute(inSameRun(run, test))}>{fullName(test)}</PlaceLink>
            <VerdictBadge verdict={test.verdict} />
          </li>
        ))}
      </ul>
      {more > 0 && <span class="soft">and {more} more</span>}
    </>
  );
}

/** Reasons that go away by themselves. */
const passing: ReadonlySet<WhyNot["kind"]> = new Set(["waits", "launched", "ready", "no-slot", "jobgroup-full", "load", "exclusive"]);

/** The reason in full. */
export function WhyLine({ run, why }: WhyTextProps) {
  return (
    <div class={passing.has(why.kind) ? "cause is-passing" : "cause"}>
      <h2>{whyTitles[why.kind]}</h2>
      <WhyText run={run} why={why} />
    </div>
  );
}
