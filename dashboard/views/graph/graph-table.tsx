import type { GraphNode, RunRef } from "../../../src/view/index.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import type { Sort } from "../../parts/rows.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, testRoute } from "../test/refs.js";
import type { GraphModel } from "./graph-model.js";
import type { TestState } from "./test-states.js";

interface GraphTableProps {
  readonly dependencies: GraphModel["dependencies"];
  readonly circular: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly states: ReadonlyMap<string, TestState> | undefined;
  readonly run: RunRef | undefined;
  readonly selected: ReadonlySet<string>;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
  readonly onFocus: (name: string) => void;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** The graph as a table. */
export function GraphTable({ dependencies, circular, nodes, states, run, selected, onSelected, onFocus, sort, onSort }: GraphTableProps) {
  const { names, waitsOn, neededBy, unknown } = dependencies;
  const inCircle = new Set([...circular].flatMap((pair) => JSON.parse(pair) as string[]));
  const list = (of: ReadonlyMap<string, readonly string[]>) => (name: string) => (of.get(name) ?? []).join(" ");
  const problem = (name: string) => (unknown.has(name) ? "no such test" : inCircle.has(name) ? "in a circle" : undefined);
  const columns: Column<string>[] = [
    { id: "test", title: "Test", value: (name) => name },
    ...(states === undefined
      ? []
      : [
          {
            id: "verdict",
            title: "Verdict",
            width: 150,
            value: (name: string) => states.get(name)?.class,
            render: (name: string) => <VerdictBadge verdict={states.get(name)?.verdict} />,
          },
        ]),
    { id: "waits", title: "Waits for", value: list(waitsOn) },
    { id: "needed", title: "Needed by", value: list(neededBy) },
    { id: "jobgroup", title: "Job group", width: 120, value: (name) => nodes.get(name)?.jobgroup },
    { id: "problem", title: "Problem", width: 120, value: problem, render: (name) => <span class="bad-text">{problem(name)}</span> },
  ];
  return (
    <DataTable
      label="What waits for what"
      columns={columns}
      rows={names}
      rowKey={(name) => name}
      {...(run === undefined ? { onOpen: onFocus } : { rowRoute: (name: string) => testRoute(inSameRun(run, { testname: name, item_path: "" })) })}
      chosen={selected}
      onChoose={onSelected}
      sort={sort}
      onSort={onSort}
    />
  );
}
