import { useMemo } from "preact/hooks";
import {
  circularPairs,
  dependenciesOf,
  dotOf,
  type GraphNode,
  neighbourhood,
  type Params,
  type RunRef,
  type TimedTest,
} from "../../../src/view/index.js";
import { now as clock } from "../../app/clock.js";
import { openDrawer } from "../../app/drawer.js";
import { openTab } from "../../app/router.js";
import { settings } from "../../app/settings.js";
import { theme } from "../../app/theme.js";
import type { ViewProps } from "../../app/view-props.js";
import { download } from "../../parts/download.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, Loading } from "../../parts/states.js";
import { inSameRun, testRoute } from "../test/refs.js";
import { svgOf } from "./export-svg.js";
import { GraphDrawing } from "./graph-drawing.js";
import { graphModel } from "./graph-model.js";
import { GraphTable } from "./graph-table.js";
import { FindTest, GraphTools } from "./graph-tools.js";
import { highlightOf } from "./highlight.js";
import { Panel } from "./panel.js";
import { Problems } from "./problems.js";
import { SelectedBar } from "./selected-bar.js";
import { type TestState, testStates } from "./test-states.js";
import { useLayout } from "./use-layout.js";
import "./graph.css";

export interface GraphViewProps {
  readonly nodes: readonly GraphNode[];
  /** Of a run: its states are shown. */
  readonly run?: RunRef;
  readonly tests?: readonly TimedTest[];
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** A graph that is larger begins with what is near one test. */
const mostAtOnce = 2000;
const mostNear = 300;

/** What waits for what; spec 06 § 29. */
export function GraphView(props: GraphViewProps) {
  const { nodes, run, tests, params, setParams } = props;
  const states = useMemo(() => tests && testStates(tests), [tests]);
  const dependencies = useDependencies(nodes, states, params);
  const circular = useMemo(() => circularPairs(dependencies), [dependencies]);
  if (nodes.length === 0)
    return <EmptyState title="There are no tests">A test is a directory with a testconfig, below tests/ of the area.</EmptyState>;
  if (dependencies.names.length > mostAtOnce) return <ChooseTest names={dependencies.names} setParams={setParams} />;
  return <Graph {...{ nodes, run, tests, params, setParams, states, dependencies, circular }} />;
}

/** The tests of a run, or all of the area; of these what is near one. */
function useDependencies(nodes: readonly GraphNode[], states: ReadonlyMap<string, TestState> | undefined, params: Params) {
  const inRun = states === undefined || states.size === 0 || params["all"] === "1" ? undefined : [...states.keys()].sort().join("\n");
  const { around } = params;
  return useMemo(() => {
    const names = inRun === undefined ? undefined : new Set(inRun.split("\n"));
    const whole = dependenciesOf(nodes, names && ((name) => names.has(name)));
    if (around === undefined || !whole.waitsOn.has(around)) return whole;
    const near = new Set(neighbourhood(whole, around, mostNear));
    return dependenciesOf(nodes, (name) => near.has(name));
  }, [nodes, inRun, around]);
}

interface GraphProps extends Omit<GraphViewProps, "run" | "tests"> {
  readonly run: RunRef | undefined;
  readonly tests: readonly TimedTest[] | undefined;
  readonly states: ReadonlyMap<string, TestState> | undefined;
  readonly dependencies: ReturnType<typeof dependenciesOf>;
  readonly circular: ReadonlySet<string>;
}

function Graph(props: GraphProps) {
  const { nodes, run, states, params, setParams, dependencies, circular } = props;
  const layout = useLayout(dependencies);
  const model = useMemo(() => layout && graphModel(dependencies, layout, circular), [dependencies, layout, circular]);
  const byName = useMemo(() => new Map(nodes.map((node) => [node.testname, node])), [nodes]);
  const selected = useMemo(() => selectedIn(params), [params["select"]]);
  const onFocus = (name: string | undefined) => setParams({ focus: name, to: undefined }, { typing: true });
  const select = (names: ReadonlySet<string>) => setParams({ select: names.size === 0 ? undefined : [...names].join(",") }, { typing: true });
  const failed = [...(states ?? [])].filter(([, { isBad }]) => isBad).map(([name]) => name);
  const isTable = params["form"] === "table";
  const shared = { dependencies, circular, nodes: byName, states, run, selected };
  return (
    <section class="graph">
      <GraphTools
        {...(run === undefined && { heading: "Dependencies" })}
        names={dependencies.names}
        summary={`${dependencies.names.length} tests, ${dependencies.edges.length} dependencies`}
        isTable={isTable}
        around={params["around"]}
        {...(run && { run: { hasFailed: failed.length > 0, showsFailed: params["failed"] === "1", showsAll: params["all"] === "1" } })}
        setParams={setParams}
        onFocus={onFocus}
        onSvg={() => model && download("tests.svg", "image/svg+xml", svgOf(model, states, { theme: theme.value, palette: settings.value.palette }))}
        onDot={() => download("tests.dot", "text/vnd.graphviz", dotOf(dependencies))}
      />
      <Problems dependencies={dependencies} onFocus={onFocus} />
      {isTable ? (
        <GraphTable
          {...shared}
          onSelected={select}
          onFocus={onFocus}
          sort={sortOf(params["sort"])}
          onSort={(sort) => setParams({ sort: sort === "+test" ? undefined : sort })}
        />
      ) : model === undefined ? (
        <Loading what="the graph" />
      ) : (
        <Drawing {...props} model={model} byName={byName} selected={selected} select={select} failed={failed} />
      )}
      <SelectedBar selected={selected} run={run} onClear={() => select(new Set())} />
    </section>
  );
}

interface DrawingProps extends GraphProps {
  readonly model: ReturnType<typeof graphModel>;
  readonly byName: ReadonlyMap<string, GraphNode>;
  readonly selected: ReadonlySet<string>;
  readonly select: (names: ReadonlySet<string>) => void;
  readonly failed: readonly string[];
}

function Drawing({ run, tests, params, setParams, states, dependencies, model, byName, selected, select, failed }: DrawingProps) {
  const { focus, to } = params;
  const asked = { focus, to, failed: params["failed"] === "1" ? failed : undefined, isBlocked: (name: string) => states?.get(name)?.hasRun !== true };
  const highlight = useMemo(() => highlightOf(dependencies, asked), [dependencies, focus, to, params["failed"], failed.join("\n")]);
  const known = focus !== undefined && model.places.has(focus) ? focus : undefined;
  const onFocus = (name: string | undefined, extend = false) => {
    const isWay = extend && name !== undefined && known !== undefined && name !== known;
    setParams(isWay ? { to: name } : { focus: name, to: undefined }, { typing: true });
  };
  const onSelect = (name: string) => {
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    select(next);
  };
  const onOpen = (name: string, newTab: boolean) => {
    if (run === undefined || !states?.has(name)) return onFocus(name);
    const route = testRoute(inSameRun(run, { testname: name, item_path: "" }));
    if (newTab) openTab(route);
    else openDrawer(route);
  };
  const isLive = [...(states?.values() ?? [])].some(({ live }) => live);
  const isAround = params["around"] === focus;
  return (
    <div class="graph-body">
      <GraphDrawing
        {...{ model, states, highlight, selected, onFocus, onOpen, onSelect }}
        nodes={byName}
        now={isLive ? clock.value : 0}
        focus={known}
      />
      {known !== undefined && (
        <Panel
          {...{ model, states, run, tests, to, isAround, onFocus, onSelect }}
          way={highlight?.way}
          name={known}
          node={byName.get(known)}
          isSelected={selected.has(known)}
          onWay={(name) => setParams({ to: name })}
          onAround={(around) => setParams({ around })}
        />
      )}
    </div>
  );
}

function selectedIn(params: Params): ReadonlySet<string> {
  return new Set((params["select"] ?? "").split(",").filter((name) => name !== ""));
}

const sortOf = (text: string | undefined): Sort => (text !== undefined && /^[+-]/.test(text) ? (text as Sort) : "+test");

interface ChooseTestProps {
  readonly names: readonly string[];
  readonly setParams: ViewProps["setParams"];
}

function ChooseTest({ names, setParams }: ChooseTestProps) {
  return (
    <section class="state">
      <h1>{names.length} tests are too many to see at once</h1>
      <p>Choose one: the graph begins with what is near it.</p>
      <FindTest names={names} onFind={(around) => setParams({ around, focus: around })} />
      <button type="button" onClick={() => setParams({ form: "table" })}>
        Or see all as a table
      </button>
    </section>
  );
}
