import { signal } from "@preact/signals";
import { type Acting, type ActionName, actionTraits, type Level, type PlanObject, type RunRef, type TestRef } from "../../src/view/index.js";
import { ask } from "../app/api.js";
import { hello } from "../app/session.js";
import type { MenuGroup, MenuItem } from "../parts/menu.js";
import { intent, objectsOf, propose } from "./open.js";

/** What the area says about actions; undefined until it has. */
export const acting = signal<Acting | undefined>(undefined);

/** Asks for {@link acting}; who can only look need not know. */
export async function learnRules(): Promise<void> {
  if (may("operate")) acting.value = await ask("acting");
}

const ranks: readonly Level[] = ["view", "operate", "admin"];

/** Whether the token of this page is enough for something. */
export function may(level: Level): boolean {
  return ranks.indexOf(hello.value?.level ?? "view") >= ranks.indexOf(level);
}

const launching: readonly ActionName[] = ["rerun", "continue", "rerun-last", "rerun-failed", "rerun-all", "launch"];

/** Why runs cannot be started here; empty when they can. */
export const noRunsBecause = (): string => acting.value?.noRunsBecause ?? "";

function offer(action: ActionName, objects: readonly PlanObject[]): MenuItem[] {
  const { title, level, ...traits } = actionTraits[action];
  if (!may(level)) return [];
  const why = launching.includes(action) ? noRunsBecause() : "";
  const danger = traits.destroys === true;
  return [{ label: `${title} …`, run: () => propose(action, objects), danger, ...(why !== "" && { disabled: why }) }];
}

const nonEmpty = (groups: readonly MenuGroup[]) => groups.filter(({ items }) => items.length > 0);

/** What can be done to tests, for a menu; nothing for who can only look. Tests of merged areas are changed in their own dashboard. */
export function testOffers(tests: readonly TestRef[]): MenuGroup[] {
  if (!may("operate") || tests.length === 0 || tests.some(({ a }) => a !== undefined)) return [];
  const objects = objectsOf(tests);
  const many = tests.length > 1;
  const change = (kind: "verdict" | "waive" | "comment", label: string): MenuItem => ({
    label,
    run: () => {
      intent.value = { kind, tests };
    },
  });
  return nonEmpty([
    { items: (["rerun", "continue", "kill"] as const).flatMap((action) => offer(action, objects)) },
    {
      items: [
        change("verdict", "Set result …"),
        ...(many && !may("admin") ? [] : [change("waive", "Waive …")]),
        change("comment", many ? "Comment on all …" : "Comment …"),
      ],
    },
    { items: (["remove-data", "remove"] as const).flatMap((action) => offer(action, objects)) },
  ]);
}

/** What can be done to whole runs. */
export function runOffers(runs: readonly RunRef[]): MenuGroup[] {
  const [first] = runs;
  if (!may("operate") || first === undefined || runs.some(({ a }) => a !== undefined)) return [];
  const every = (actions: readonly ActionName[]) => actions.flatMap((action) => offer(action, runs));
  const edit: MenuItem = {
    label: "Status, comment, lock …",
    run: () => {
      intent.value = { kind: "run", run: first };
    },
  };
  return nonEmpty([
    { items: every(["continue", "rerun-failed", "rerun-all", "rerun-last", "kill"]) },
    { items: runs.length === 1 ? [edit] : [] },
    { items: every(["move", "reduce"]) },
    { items: every(["remove-data", "remove"]) },
  ]);
}
