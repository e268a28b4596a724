import { fullName } from "../../../src/model/index.js";
import type { ComparedValue, DiffValue } from "../../../src/view/index.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { limitText } from "../test/limits.js";
import { useAnswerAgain } from "../test/use-answer-again.js";

interface DiffValuesTableProps {
  readonly src: string;
  readonly dst: string;
  readonly changes: number;
}

/** Measured values that differ, those outside their limits first. */
export function DiffValuesTable({ src, dst, changes }: DiffValuesTableProps) {
  const { value, error, again } = useAnswerAgain("diff/values", { src, dst }, changes);
  if (error !== undefined) return <ErrorState error={error} again={again} />;
  if (value === undefined) return <Loading what="measured values" />;
  return (
    <>
      <div class="tab-tools">
        <span class="soft">
          {value.items.length < value.total ? `the first ${value.items.length} of ${value.total} values` : `${value.total} values`} that differ or are
          outside their limits; newly outside first
        </span>
      </div>
      <DataTable
        label="Measured values"
        columns={columns}
        rows={value.items}
        rowKey={(row) => JSON.stringify([fullName(row), row.category, row.variable])}
        empty={<p class="tab-note soft">No measured value differs, and none is outside its limits.</p>}
      />
    </>
  );
}

const columns: readonly Column<DiffValue>[] = [
  { id: "test", title: "Test", value: fullName },
  { id: "variable", title: "Variable", value: ({ category, variable }) => `${category}/${variable}` },
  { id: "src", title: "Source", number: true, width: 120, render: ({ src }) => <Value side={src} /> },
  { id: "dst", title: "Destination", number: true, width: 120, render: ({ dst }) => <Value side={dst} /> },
  { id: "change", title: "Change", number: true, width: 96, value: changeText },
  { id: "limits", title: "Limits", width: 120, value: ({ src, dst }) => limitText(dst ?? src ?? { expected: null, tol: null }) },
  { id: "units", title: "Units", width: 80, value: ({ units }) => (units === "n/a" ? "" : (units ?? "")) },
];

function Value({ side }: { readonly side: ComparedValue | undefined }) {
  if (side === undefined) return <span class="soft">–</span>;
  return <span {...(side.bad && { class: "bad-text", title: "outside its limits" })}>{side.bad ? `${side.value} ✗` : side.value}</span>;
}

function changeText({ src, dst }: DiffValue): string {
  const [a, b] = [src?.value, dst?.value];
  if (typeof a !== "number" || typeof b !== "number" || a === b) return "";
  if (a === 0) return b > 0 ? "+" : "−";
  const change = (100 * (b - a)) / Math.abs(a);
  return `${change < 0 ? "−" : "+"}${Math.abs(change).toPrecision(3)} %`;
}
