import { setFlagsFromString } from "node:v8";

/**
 * From now on collect garbage early instead of letting the heap grow, at the price of some speed: for processes that mostly wait, and for
 * those that start many others, because a small process forks faster.
 */
export function keepHeapSmall(): void {
  for (const flag of ["--optimize-for-size", "--semi-space-growth-factor=1", "--max-semi-space-size=1"]) setFlagsFromString(flag);
}

/**
 * From now on collect garbage when the heap has grown by half instead of fourfold: for processes that live long and whose garbage is old before it goes, so that their size
 * does not depend on how long they have worked.
 */
export function growHeapSlowly(): void {
  setFlagsFromString("--heap-growing-percent=50");
}
