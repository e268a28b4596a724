import { signal } from "@preact/signals";
import { formatRef, formatUrl, type MatrixColumn, type RunRef } from "../../../src/view/index.js";
import { announce } from "../../app/notices.js";
import { go } from "../../app/router.js";
import { refOfRun, runKey } from "./data/snapshot.js";

const source = signal<RunRef | undefined>(undefined);

/** Key of the run that is marked as the source of a difference. */
export const markedRun = (): string | undefined => source.value && runKey(source.value);

/** Marks a run; or opens the difference of the marked one with it. The marked one loses its mark. */
export function markRun(run: MatrixColumn | undefined): void {
  if (run === undefined) return;
  const ref = refOfRun(run);
  const before = source.value;
  if (before !== undefined && runKey(before) === runKey(ref)) {
    source.value = undefined;
    announce(`Run ${ref.r} is not marked any more`);
  } else if (before === undefined) {
    source.value = ref;
    announce(`Run ${ref.r} is marked as the source of a difference: choose another one`);
  } else {
    source.value = undefined;
    go(formatUrl({ view: "diff", params: { src: formatRef(before), dst: formatRef(ref) } }));
  }
}
