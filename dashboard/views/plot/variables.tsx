import { type MeasuredVariable, plotParams } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { testText } from "../test/refs.js";

interface VariablesProps {
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort) => void;
}

/** What can be plotted, when nothing is chosen. */
export function Variables({ sort, onSort }: VariablesProps) {
  const { value, error, again } = useAnswer("series/variables");
  if (value === undefined) return error === undefined ? <Loading what="variables" /> : <ErrorState error={error} again={again} />;
  return (
    <>
      <p class="tab-note soft">
        {value.total} {value.total === 1 ? "variable was" : "variables were"} measured in the newest {value.looked} runs. Choose one, or give a
        pattern above: <code>power/%</code>.
      </p>
      <DataTable
        label="Variables"
        columns={columns}
        rows={value.items}
        rowKey={({ category, variable }) => JSON.stringify([category, variable])}
        rowRoute={(variable) => ({ view: "plot", params: plotParams(variable) })}
        {...(sort !== undefined && { sort })}
        onSort={onSort}
        empty={
          <EmptyState title="Nothing was measured">
            Tests store values with <code>megatest -load-test-data</code> or <code>-set-values</code>; here they are drawn over runs.
          </EmptyState>
        }
      />
    </>
  );
}

const columns: readonly Column<MeasuredVariable>[] = [
  {
    id: "variable",
    title: "Variable",
    value: ({ category, variable }) => `${category}/${variable}`,
    render: ({ category, variable }) => (
      <>
        <span class="soft">{category}/</span>
        {variable}
      </>
    ),
  },
  { id: "units", title: "Unit", width: 96, value: ({ units }) => units },
  { id: "tests", title: "Tests", width: 80, number: true, value: ({ tests }) => tests },
  { id: "example", title: "For example", value: ({ example }) => testText(example) },
];
