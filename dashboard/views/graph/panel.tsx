import { useMemo } from "preact/hooks";
import { applyItemmap, fullName, parseItemmap, type TestName } from "../../../src/model/index.js";
import { type GraphEdge, type GraphNode, leavesOf, type RunRef, type TimedTest } from "../../../src/view/index.js";
import { now } from "../../app/clock.js";
import { Icon } from "../../parts/icon.js";
import { Link } from "../../parts/link.js";
import { Duration } from "../../parts/time.js";
import { CountsBar, VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, testRoute } from "../test/refs.js";
import type { GraphModel } from "./graph-model.js";
import { pairOf } from "./graph-model.js";
import type { TestState } from "./test-states.js";

interface PanelProps {
  readonly name: string;
  readonly to: string | undefined;
  /** The tests between both; undefined when `to` is none. */
  readonly way: readonly string[] | undefined;
  readonly model: GraphModel;
  readonly node: GraphNode | undefined;
  readonly states: ReadonlyMap<string, TestState> | undefined;
  readonly run: RunRef | undefined;
  readonly tests: readonly TimedTest[] | undefined;
  readonly isSelected: boolean;
  readonly isAround: boolean;
  readonly onFocus: (name: string | undefined) => void;
  readonly onWay: (to: string | undefined) => void;
  readonly onSelect: (name: string) => void;
  readonly onAround: (name: string | undefined) => void;
}

/** What is known of the test in focus. */
export function Panel(props: PanelProps) {
  const { name, model, node, states, run, tests, isSelected, isAround, onFocus, onSelect, onAround } = props;
  const state = states?.get(name);
  const { dependencies, edges } = model;
  const related = (names: readonly string[], edgeOf: (other: string) => GraphEdge | undefined) => (
    <Related names={names} edgeOf={edgeOf} states={states} onFocus={onFocus} />
  );
  return (
    <aside class="graph-panel" aria-label={`Test ${name}`}>
      <header>
        <h2>
          {run !== undefined && state !== undefined ? <Link to={testRoute(inSameRun(run, { testname: name, item_path: "" }))}>{name}</Link> : name}
        </h2>
        <button type="button" class="plain icon" aria-label="Close" onClick={() => onFocus(undefined)}>
          <Icon name="close" />
        </button>
      </header>
      {state !== undefined && (
        <p class="graph-panel-state">
          <VerdictBadge verdict={state.verdict} />
          {state.hasRun && (state.live ? <Duration since={state.from} /> : <Duration seconds={state.until - state.from} />)}
          {state.counts && <CountsBar counts={state.counts} />}
        </p>
      )}
      {node === undefined && <p class="bad-text">There is no test of this name.</p>}
      {node?.testconfig !== undefined && <p class="soft mono">{node.testconfig}</p>}
      <p class="graph-panel-tools">
        <button type="button" aria-pressed={isSelected} onClick={() => onSelect(name)}>
          {isSelected ? "Selected" : "Select"}
        </button>
        <button type="button" aria-pressed={isAround} onClick={() => onAround(isAround ? undefined : name)}>
          Only what is near
        </button>
      </p>
      <WayField {...props} />
      <h3>Waits for</h3>
      {related(dependencies.waitsOn.get(name) ?? [], (other) => edges.get(pairOf(other, name)))}
      <h3>Needed by</h3>
      {related(dependencies.neededBy.get(name) ?? [], (other) => edges.get(pairOf(name, other)))}
      {run !== undefined && tests !== undefined && state?.counts && <Items name={name} run={run} tests={tests} model={model} />}
    </aside>
  );
}

function WayField({ name, to, way, model, onWay, onFocus }: PanelProps) {
  return (
    <>
      <label class="graph-panel-way">
        Way to
        <input
          type="text"
          list="graph-tests"
          value={to ?? ""}
          placeholder="another test (Shift+click)"
          onChange={({ currentTarget: { value } }) => onWay(model.places.has(value) && value !== name ? value : undefined)}
        />
      </label>
      {way !== undefined && (
        <ol class="graph-panel-list way">
          {way.map((step) => (
            <li key={step}>
              <button type="button" class="plain" onClick={() => onFocus(step)}>
                {step}
              </button>
            </li>
          ))}
        </ol>
      )}
      {to !== undefined && way === undefined && <p class="soft">Neither waits for the other.</p>}
    </>
  );
}

interface RelatedProps {
  readonly names: readonly string[];
  readonly edgeOf: (name: string) => GraphEdge | undefined;
  readonly states: ReadonlyMap<string, TestState> | undefined;
  readonly onFocus: (name: string) => void;
}

/** More than anybody reads. */
const mostListed = 200;

function Related({ names, edgeOf, states, onFocus }: RelatedProps) {
  if (names.length === 0) return <p class="soft">nothing</p>;
  return (
    <ul class="graph-panel-list">
      {names.slice(0, mostListed).map((name) => {
        const edge = edgeOf(name);
        const state = states?.get(name);
        const said = [edge?.kind === "waitor" && "waitor", edge?.mode, edge?.itemmap !== undefined && `itemmap ${edge.itemmap}`]
          .filter(Boolean)
          .join(" · ");
        return (
          <li key={name}>
            <button type="button" class="plain" title={edge?.place} onClick={() => onFocus(name)}>
              {name}
            </button>
            {state && <VerdictBadge verdict={state.verdict} />}
            {said !== "" && <span class="soft">{said}</span>}
          </li>
        );
      })}
      {names.length > mostListed && <li class="soft">and {names.length - mostListed} more: see the table</li>}
    </ul>
  );
}

interface ItemsProps {
  readonly name: string;
  readonly run: RunRef;
  readonly tests: readonly TimedTest[];
  readonly model: GraphModel;
}

/** The items of a test, and which items of other tests they wait for. */
function Items({ name, run, tests, model }: ItemsProps) {
  const items = useMemo(() => leavesOf(tests.filter(({ testname }) => testname === name)), [tests, name]);
  const byName = useMemo(() => new Map(tests.map((test) => [fullName(test), test])), [tests]);
  const byItem = model.dependencies.edges.filter((edge) => edge.to === name && edge.byItem);
  const maps = byItem.map(({ from, itemmap }) => ({ from, map: itemmap === undefined ? [] : parsed(itemmap) }));
  const counterpart = (item: TimedTest): TestName[] =>
    maps.flatMap(({ from, map }) => byName.get(fullName({ testname: from, item_path: applyItemmap(map, item.item_path) })) ?? []);
  return (
    <details open={items.length <= 30}>
      <summary>{items.length} items</summary>
      <ul class="graph-panel-list">
        {items.slice(0, mostListed).map((item) => (
          <li key={item.id}>
            <VerdictBadge verdict={item} />
            <Link to={testRoute(inSameRun(run, item))}>{item.item_path}</Link>
            {item.event_time > 0 && item.state !== "NOT_STARTED" && (
              <Duration seconds={item.state === "RUNNING" ? now.value - item.event_time : item.run_duration} />
            )}
            {counterpart(item).map((other) => (
              <span key={fullName(other)} class="soft">
                waits for <Link to={testRoute(inSameRun(run, other))}>{fullName(other)}</Link>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A map that does not parse is left out, as when tests are run. */
function parsed(text: string): ReturnType<typeof parseItemmap> {
  try {
    return parseItemmap(text);
  } catch {
    return [];
  }
}
