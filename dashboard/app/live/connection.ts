/** How current the page is; spec 06 § 20. */
export type Connection =
  | { readonly kind: "connecting" | "live" | "reconnecting" }
  /** There is no server. */
  | { readonly kind: "copy" }
  /** `since`: when something was last heard, epoch seconds by the browser's clock. */
  | { readonly kind: "stale"; readonly since: number };

/** ms until the next try after so many failures: 0.5 s, doubling to 30 s, ± 30 %. */
export function retryDelay(failures: number, random: () => number = Math.random): number {
  return Math.min(30_000, 500 * 2 ** Math.max(0, failures - 1)) * (0.7 + 0.6 * random());
}

/** From this failure on, changes are also asked for again and again. */
export const failuresUntilPolling = 3;

/** What is heard by asking so long ago still counts as current; seconds. */
const current = 10;

/** What the header says after so many failures of the stream. */
export function connectionAfter(failures: number, lastHeard: number, now: number): Connection {
  if (failures < failuresUntilPolling) return { kind: "reconnecting" };
  return now - lastHeard < current ? { kind: "live" } : { kind: "stale", since: lastHeard };
}
