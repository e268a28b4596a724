import { shellQuote } from "../../../src/base/index.js";
import { isNotStarted } from "../../../src/view/index.js";
import { hello } from "../../app/session.js";
import { Copy } from "../../parts/copy.js";
import { Fact, Facts } from "../../parts/facts.js";
import { sizeText } from "../../parts/size.js";
import { When } from "../../parts/time.js";
import { rerunCommand } from "./commands.js";
import { Failure } from "./failure.js";
import { PlaceLink } from "./place.js";
import { runRoute } from "./refs.js";
import { RelatedList } from "./related.js";
import { Sparkline } from "./sparkline.js";
import type { TestTabProps } from "./tab-props.js";
import { WhyNotStarted } from "./why-not-started.js";

/** What a test is, why it is not good, where it ran, what is around it. Spec 06 § 24 */
export default function Overview({ test, view }: TestTabProps) {
  const { waitons, waiters, waiver, subrun } = view;
  return (
    <div class="page test-overview">
      <Failure test={test} view={view} />
      {isNotStarted(view.test) && <WhyNotStarted test={test} />}
      {waiver !== undefined && (
        <p class="object-banner">
          Waived like run <PlaceLink to={runRoute({ t: waiver.t, r: waiver.r })}>{waiver.r}</PlaceLink>: {waiver.comment}
        </p>
      )}
      {subrun !== undefined && <SubrunCard subrun={subrun} />}
      <div class="fact-columns">
        <MetaFacts view={view} />
        <HostFacts view={view} />
        <RunFacts test={test} view={view} />
        {waitons.length > 0 && (
          <section class="facts">
            <h2>Waits for</h2>
            <RelatedList run={test} tests={waitons} />
          </section>
        )}
        {waiters.length > 0 && (
          <section class="facts">
            <h2>Needed by</h2>
            <RelatedList run={test} tests={waiters} />
          </section>
        )}
      </div>
      <PlaceFacts test={test} view={view} />
    </div>
  );
}

function MetaFacts({ view: { meta } }: Pick<TestTabProps, "view">) {
  if (meta === undefined) return null;
  return (
    <Facts title="Test">
      <Fact name="Description">{meta.description}</Fact>
      <Fact name="Author">{meta.author}</Fact>
      <Fact name="Owner">{meta.owner}</Fact>
      <Fact name="Reviewed">{meta.reviewed}</Fact>
      <Fact name="Tags">{meta.tags}</Fact>
      <Fact name="Job group">{meta.jobgroup}</Fact>
    </Facts>
  );
}

function HostFacts({ view: { test, usage } }: Pick<TestTabProps, "view">) {
  if (test.host === "" || test.host === "n/a") return null;
  const load = usage.filter(({ cpuload }) => cpuload >= 0).map(({ cpuload }) => ({ value: cpuload, bad: false }));
  const disk = usage.filter(({ diskfree }) => diskfree >= 0).map(({ diskfree }) => ({ value: diskfree, bad: false }));
  return (
    <Facts title="Host">
      <Fact name="Name">{test.host}</Fact>
      <Fact name="System">{test.uname === "n/a" ? "" : test.uname}</Fact>
      <Fact name="Load">
        {test.cpuload >= 0 && (
          <span class="with-curve">
            {test.cpuload.toFixed(2)} <Sparkline values={load} label="Load per CPU" />
          </span>
        )}
      </Fact>
      <Fact name="Free disk">
        {test.diskfree >= 0 && (
          <span class="with-curve">
            {sizeText(test.diskfree * 1024)} <Sparkline values={disk} label="Free disk in KiB" />
          </span>
        )}
      </Fact>
      <Fact name="Process">{test.attemptnum > 1 && test.attemptnum}</Fact>
    </Facts>
  );
}

function RunFacts({ test, view: { run, test: record } }: Pick<TestTabProps, "test" | "view">) {
  const keys = hello.value?.keys ?? [];
  return (
    <Facts title="Run">
      {keys.map((key, index) => (
        <Fact key={key} name={key}>
          {run.target[index]}
        </Fact>
      ))}
      <Fact name="Name">
        <PlaceLink to={runRoute(test)}>{run.runname}</PlaceLink>
      </Fact>
      <Fact name="Started">
        <When epoch={run.event_time} />
      </Fact>
      <Fact name="Owner">{run.owner}</Fact>
      <Fact name="Ids">
        <span class="soft">
          run {run.id}, test {record.id}
        </span>
      </Fact>
    </Facts>
  );
}

function PlaceFacts({ test, view }: Pick<TestTabProps, "test" | "view">) {
  const { rundir, shortdir } = view.test;
  if (rundir === "" || rundir === "/tmp/badname") return null;
  const again = rerunCommand(test);
  return (
    <Facts title="Place">
      <Fact name="Run directory">
        <Copyable text={rundir} what="path" />
        {!view.hasFiles && <span class="soft"> cannot be read from here</span>}
      </Fact>
      <Fact name="On disk">{shortdir !== rundir && shortdir !== "" && <Copyable text={shortdir} what="path" />}</Fact>
      <Fact name="Go there">
        <Copyable text={`cd ${shellQuote(rundir)}`} what="command" />
      </Fact>
      <Fact name="Run again">{again !== undefined && <Copyable text={again} what="command" />}</Fact>
    </Facts>
  );
}

function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <Copy text={text} what={what} />
    </span>
  );
}

function SubrunCard({ subrun }: { readonly subrun: NonNullable<TestTabProps["view"]["subrun"]> }) {
  const { toppath, here, t, r } = subrun;
  return (
    <p class="object-banner">
      Sub-run{" "}
      {here ? (
        <PlaceLink to={runRoute({ t, r })}>
          {t}/{r}
        </PlaceLink>
      ) : (
        <>
          {t}/{r} in {toppath}
        </>
      )}
    </p>
  );
}
