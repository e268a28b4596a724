import { Icon } from "../../parts/icon.js";
import type { Arrived } from "./use-place.js";

/** Says what has come to stand outside of the screen, and leads there. */
export function Arrivals({ arrived: { runs, rows }, accept }: { readonly arrived: Arrived; readonly accept: () => void }) {
  if (runs + rows === 0) return null;
  const parts = [countOf(runs, "new run"), countOf(rows, "new row")].filter((text) => text !== "");
  return (
    <button type="button" class="arrivals primary" onClick={accept}>
      <Icon name="up" />
      {parts.join(", ")}
    </button>
  );
}

const countOf = (count: number, what: string) => (count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`);
