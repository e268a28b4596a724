import type { Route, View } from "../../src/view/index.js";

type RouteOf<V extends View> = Extract<Route, { view: V }>;

/** What a view is given. It may stand in the main part of the page or in the drawer. */
export interface ViewProps<V extends View = View> {
  readonly route: RouteOf<V>;
  /** Changes parameters of this view's address; undefined removes one. `typing`: replaces the entry of the history, after a moment. */
  readonly setParams: (changes: Readonly<Record<string, string | undefined>>, how?: { typing?: boolean }) => void;
  readonly inDrawer: boolean;
}
