import { formatUrl, type MatrixRow, type RunRef, type TestRef } from "../../../src/view/index.js";
import { runOffers, testOffers } from "../../acting/offers.js";
import { openDrawer } from "../../app/drawer.js";
import { type MenuGroup, type MenuItem, openMenu } from "../../parts/menu.js";
import { rowName } from "./data/snapshot.js";

/** What a menu of the matrix is about: a cell, a row, or a run. */
export interface MenuPlace {
  /** Undefined where there is no record. */
  readonly test: TestRef | undefined;
  readonly row: MatrixRow | undefined;
  readonly run: RunRef | undefined;
  readonly isMarked: boolean;
  readonly hasMark: boolean;
  readonly mark: () => void;
  readonly toggle: () => void;
  readonly select: () => void;
}

export function openCellMenu(place: MenuPlace, at: { readonly x: number; readonly y: number }): void {
  const { test, row, run } = place;
  const label = [row && rowName(row), run?.r].filter(Boolean).join(" in ");
  const groups = [test && testGroup(test), row && rowGroup(row, place), run && runGroup(run, place)].filter((group) => group !== undefined);
  const offers = test !== undefined ? testOffers([test]) : run !== undefined ? runOffers([run]) : [];
  openMenu(label, [...groups, ...offers], at);
}

function testGroup(test: TestRef): MenuGroup {
  const route = { view: "test" as const, test, params: {} };
  return {
    items: [
      { label: "Show", run: () => openDrawer(route), key: "Enter" },
      { label: "Open page", to: formatUrl(route), key: "o" },
      { label: "Log", to: formatUrl({ ...route, params: { tab: "log" } }) },
    ],
  };
}

function rowGroup(row: MatrixRow, { toggle, select, run }: MenuPlace): MenuGroup {
  const items: MenuItem[] = [{ label: "History", to: formatUrl({ view: "history", test: { n: row.n, i: row.i }, params: {} }) }];
  if (row.kids !== undefined) items.push({ label: row.collapsed ? "Expand" : "Collapse", run: toggle, key: "c" });
  items.push({ label: run === undefined ? "Select row" : "Select", run: select, key: "Space" });
  items.push({ label: "Copy name", run: () => void navigator.clipboard.writeText(rowName(row)) });
  return { title: rowName(row), items };
}

function runGroup(run: RunRef, { isMarked, hasMark, mark, row, select }: MenuPlace): MenuGroup {
  const items: MenuItem[] = [
    { label: "Run page", to: formatUrl({ view: "run", run, params: {} }) },
    { label: isMarked ? "Take the mark away" : hasMark ? "Difference with the marked run" : "Mark as source of a difference", run: mark, key: "x" },
  ];
  if (row === undefined) items.push({ label: "Select run", run: select, key: "Space" });
  return { title: `${run.t}/${run.r}`, items };
}
