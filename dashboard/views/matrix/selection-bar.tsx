import { runOffers, testOffers } from "../../acting/offers.js";
import { useKeys } from "../../app/keys.js";
import { Copy } from "../../parts/copy.js";
import { Icon } from "../../parts/icon.js";
import { MenuButton } from "../../parts/menu.js";
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
  const names = [...new Set([...chosen.cells.values()].map(rowName))];
  return (
    <section class="selection-bar" aria-label="Selection">
      <strong role="status">{countsText(chosen)}</strong>
      {names.length > 0 && (
        <span>
          <Copy text={names.join("\n")} what="names" />
        </span>
      )}
      <SelectionActions chosen={chosen} />
      <button type="button" class="plain" onClick={clear}>
        <Icon name="close" />
        Clear
      </button>
    </section>
  );
}

/** Of tests, or of whole runs. */
function SelectionActions({ chosen: { cells, runs } }: { readonly chosen: Selection }) {
  const groups = () => (cells.size > 0 ? testOffers([...cells.values()]) : runOffers([...runs.values()]));
  if (groups().length === 0) return null;
  return (
    <MenuButton label={cells.size > 0 ? "Actions on the tests" : "Actions on the runs"} class="button" groups={groups}>
      Actions
      <Icon name="down" />
    </MenuButton>
  );
}

/** `3 tests, 2 runs` */
function countsText({ cells, runs }: Selection): string {
  const parts = [
    [cells.size, "test"],
    [runs.size, "run"],
  ] as const;
  return `${parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`)
    .join(", ")} selected`;
}
