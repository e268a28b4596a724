/** How current the page is; spec 06 § 20. */
export type Connection =
  | { readonly kind: "connecting" | "live" | "reconnecting" }
  /** `since`: when something was last heard, epoch seconds by the browser's clock. */
  | { readonly kind: "stale"; readonly since: number };

/** ms until the next try after so many failures: 0.5 s, doubling to 30 s, ± 30 %. */
export function retryDelay(failures: number, random: () => number = Math.random): number {
  return Math.min(30_000, 500 * 2 ** Math.max(0, failures - 1)) * (0.7 + 0.6 * random());
}

/** What the header says after so many failures. */
export function connectionAfter(failures: number, lastHeard: number): Connection {
  return failures >= 3 ? { kind: "stale", since: lastHeard } : { kind: "reconnecting" };
}
