/** A test in the graph of what waits for what, as its testconfig is now. Spec 06 § 29 */
export interface GraphNode {
  readonly testname: string;
  /** Without it there are only records of it, or others wait for it in vain. */
  readonly testconfig?: string;
  /** Empty: in none. */
  readonly jobgroup: string;
  readonly tags: readonly string[];
  /** Whether it has items; undefined when commands have to be run to know. */
  readonly hasItems?: boolean;
  /** What its testconfig says of waiting. */
  readonly edges: readonly GraphEdge[];
}

/** `to` waits for `from`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Said by `waiton` of `to`, or by `waitor` of `from`. */
  readonly kind: "waiton" | "waitor";
  /** Words of `mode`, of the test that waits. */
  readonly mode: string;
  /** Items wait for their counterparts. */
  readonly byItem: boolean;
  /** How item paths of `to` turn into those of `from`: the text of the map. */
  readonly itemmap?: string;
  /** `FILE:LINE`, relative to the area. */
  readonly place: string;
}
