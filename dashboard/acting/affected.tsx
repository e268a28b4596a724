import { fullName } from "../../src/model/index.js";
import type { Affected, AffectedTest, Effect, RunPreview } from "../../src/view/index.js";
import { VerdictBadge } from "../parts/verdict.js";

/** What becomes of tests: as a sentence when it is the same for all, and beside their number or name. */
const words: Readonly<Record<Effect, { readonly all: string; readonly some: string }>> = {
  launch: { all: "Runs", some: "to run" },
  skip: { all: "Skips", some: "to skip" },
  mark: { all: "Marks", some: "to mark" },
  set: { all: "Sets", some: "to set" },
  remove: { all: "Removes", some: "to remove" },
  "remove-data": { all: "Deletes the data of", some: "to lose data" },
  move: { all: "Moves", some: "to move" },
};

export const tests = (count: number) => `${count.toLocaleString("en")} test${count === 1 ? "" : "s"}`;

/** What a command would touch: how many, and which. */
export function AffectedView({ affected, preview }: { readonly affected: Affected; readonly preview: RunPreview | undefined }) {
  const { count, live, items, known } = affected;
  if (!known) return null;
  return (
    <section class="affected">
      <h3>
        {summaryOf(affected)}
        {live > 0 && <span class="chip caution-text">{live.toLocaleString("en")} running now</span>}
      </h3>
      {count > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <div class="affected-list" role="region" aria-label="Tests it touches" tabIndex={0}>
            <AffectedTable affected={affected} />
            {count > items.length && <p class="soft">… and {(count - items.length).toLocaleString("en")} more</p>}
          </div>
        </>
      )}
      {preview !== undefined && <PreviewView preview={preview} />}
    </section>
  );
}

function summaryOf({ count, effects, items }: Affected): string {
  if (count === 0) return "Touches no test";
  const [only, ...others] = Object.entries(effects) as [Effect, number][];
  if (only !== undefined && others.length === 0) {
    const detail = only[0] === "set" ? ` to ${items[0]?.detail}` : "";
    return `${words[only[0]].all} ${tests(count)}${detail}`;
  }
  const parts = Object.entries(effects).map(([effect, number]) => `${number.toLocaleString("en")} ${words[effect as Effect].some}`);
  return `Touches ${tests(count)}: ${parts.join(", ")}`;
}

function AffectedTable({ affected: { items, effects } }: { readonly affected: Affected }) {
  const withRun = new Set(items.map(({ t, r }) => `${t}/${r}`)).size > 1;
  const withEffect = Object.keys(effects).length > 1 || items.some(({ effect, detail }) => effect !== "set" && detail !== "");
  return (
    <table>
      <thead class="only-spoken">
        <tr>
          <th scope="col">Test</th>
          <th scope="col">Now</th>
          {withEffect && <th scope="col">Then</th>}
        </tr>
      </thead>
      <tbody>
        {items.map((test) => (
          <AffectedRow key={`${test.t}/${test.r}/${fullName(test)}`} test={test} withRun={withRun} withEffect={withEffect} />
        ))}
      </tbody>
    </table>
  );
}

interface AffectedRowProps {
  readonly test: AffectedTest;
  readonly withRun: boolean;
  readonly withEffect: boolean;
}

function AffectedRow({ test, withRun, withEffect }: AffectedRowProps) {
  const { testname, item_path, verdict, effect, detail } = test;
  const then = effect === "set" ? `→ ${detail}` : `${words[effect].some}${detail === "" ? "" : `: ${detail}`}`;
  return (
    <tr>
      <td class="clip">
        {withRun && <span class="soft">{test.r} · </span>}
        {item_path === "" ? testname : <span class="soft">{testname}/</span>}
        {item_path}
      </td>
      <td>{verdict === undefined ? <span class="soft">new</span> : <VerdictBadge verdict={verdict} />}</td>
      {withEffect && (
        <td class="clip soft" title={then}>
          {then}
        </td>
      )}
    </tr>
  );
}

/** What a run would leave alone, and what comes into it for the sake of others. */
function PreviewView({ preview }: { readonly preview: RunPreview }) {
  const { named, upstream, late, withoutItems, left, total } = preview;
  return (
    <dl class="preview">
      <Line name="Selected" text={named.length === 0 ? "none of the tests" : shortList(named)} />
      <Line
        name="Pulled in"
        text={upstream.length > 0 ? `${shortList(upstream)}, since others wait for ${upstream.length === 1 ? "it" : "them"}` : ""}
      />
      <Line name="Left alone" text={left.count > 0 ? `${left.count.toLocaleString("en")} of ${total.toLocaleString("en")}` : ""}>
        {left.count > 0 && (
          <details>
            <summary>which, and why</summary>
            <ul>
              {left.items.map((test) => (
                <li key={fullName(test)}>
                  {fullName(test)} <span class="soft">{test.detail}</span>
                </li>
              ))}
            </ul>
            {left.count > left.items.length && <p class="soft">… and {left.count - left.items.length} more</p>}
          </details>
        )}
      </Line>
      <Line name="Not known yet" text={late.length > 0 ? `the items of ${shortList(late)} are made while the run goes on` : ""} />
      <Line name="Without items" text={withoutItems.length > 0 ? `${shortList(withoutItems)}: the pattern asks for items that there are not` : ""} />
    </dl>
  );
}

function Line({ name, text, children }: { readonly name: string; readonly text: string; readonly children?: preact.ComponentChildren }) {
  if (text === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {text} {children}
      </dd>
    </div>
  );
}

const shownNames = 6;

function shortList(names: readonly string[]): string {
  const rest = names.length - shownNames;
  return `${names.slice(0, shownNames).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
