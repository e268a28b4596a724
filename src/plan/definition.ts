import type { ItemmapEntry } from "../model/index.js";

/** What a test waits for and how; spec 02 § 6.3. `itemwait` stands for its synonym `itemmatch` too. */
export type Mode = "normal" | "toplevel" | "itemwait" | "exclusive";

/**
 * The items of a test: none at all; a list, in item order, that is known when the run is planned; or a list that is
 * computed when the test's prerequisites are met. Spec 02 § 6.4.
 */
export type TestItems = { readonly kind: "plain" } | { readonly kind: "known"; readonly paths: ReadonlySet<string> } | { readonly kind: "late" };

/** The sections `[requirements]` and `[itemmap]` of a testconfig. */
export interface Requirements {
  /** Tests that must be done before this one; known ones only. */
  readonly waitons: readonly string[];
  /** Tests that come into the run with this one and wait for it. */
  readonly waitors: readonly string[];
  /** Holds one of normal, toplevel and itemwait at least. */
  readonly modes: ReadonlySet<Mode>;
  /** The highest goes first. */
  readonly priority: number;
  /** The first entry that names a waiton is the one for it. */
  readonly itemmaps: readonly ItemmapEntry[];
}

/** A test as far as planning and scheduling are concerned. */
export interface TestDefinition extends Requirements {
  readonly testname: string;
  readonly items: TestItems;
  readonly tags: readonly string[];
  readonly jobgroup?: string;
}

/** Whether the items of the test wait for their counterparts instead of whole tests. */
export function waitsByItem(test: TestDefinition): boolean {
  return test.modes.has("itemwait") && test.items.kind !== "plain";
}
