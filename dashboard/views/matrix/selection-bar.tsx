import { useKeys } from "../../app/keys.js";
import { Copy } from "../../parts/copy.js";
import { Icon } from "../../parts/icon.js";
import { rowName } from "./data/snapshot.js";
import { isNothing, nothing, type Selection, selection } from "./selection.js";

/** What is selected, and what can be done with it. */
export function SelectionBar() {
  const chosen = selection.value;
  return isNothing(chosen) ? null : <Bar chosen={chosen} />;
}

function Bar({ chosen }: { readonly chosen: Selection }) {
  const clear = () => {
    selection.value = nothing;
  };
  useKeys("Selection", { Escape: { label: "select nothing", run: clear } });
  const names = [...new Set([...[...chosen.cells.values()].map(rowName), ...chosen.rows])];
  return (
    <section class="selection-bar" aria-label="Selection">
      <strong role="status">{countsText(chosen)}</strong>
      {names.length > 0 && (
        <span>
          <Copy text={names.join("\n")} what="names" />
        </span>
      )}
      <button type="button" class="plain" onClick={clear}>
        <Icon name="close" />
        Clear
      </button>
    </section>
  );
}

/** `3 tests, 1 row, 2 runs` */
function countsText({ cells, rows, runs }: Selection): string {
  const parts = [
    [cells.size, "test"],
    [rows.size, "row"],
    [runs.size, "run"],
  ] as const;
  return `${parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`)
    .join(", ")} selected`;
}
