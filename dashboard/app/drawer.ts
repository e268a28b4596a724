import { computed } from "@preact/signals";
import type { Params, Route } from "../../src/view/index.js";
import { changed, go, location, routeOf, shownUrl } from "./router.js";

/** Parameter of an address: the page that stands in the drawer, from `/ui/` on. */
const parameter = "drawer";

/** What the drawer shows; undefined when it is closed. */
export const drawerRoute = computed<Route | undefined>(() => {
  const value = location.value?.params[parameter];
  return value === undefined ? undefined : routeOf(`/ui/${value}`);
});

/** Shows a page in the drawer, over the present view. */
export function openDrawer(route: Route, how: { replace?: boolean } = {}): void {
  set(shownUrl(route).slice("/ui/".length), how);
}

export function closeDrawer(): void {
  set(undefined);
}

/** Changes parameters of what the drawer shows. */
export function changeDrawer(changes: Readonly<Record<string, string | undefined>>): void {
  const route = drawerRoute.value;
  if (route !== undefined) openDrawer({ ...route, params: changed(route.params, changes) }, { replace: true });
}

function set(value: string | undefined, how: { replace?: boolean } = {}): void {
  const route = location.value;
  if (route) go({ ...route, params: changed(route.params, { [parameter]: value }) }, how);
}

/** Parameters that are the view's own. */
export function withoutDrawer(params: Params): Params {
  return changed(params, { [parameter]: undefined });
}
