import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Route } from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import { go, hrefOf } from "../../app/router.js";

/** Where a page stands; what it links to opens in the same place. */
const InDrawer = createContext(false);

export const Place = InDrawer.Provider;

/** Shows another page where this one is. */
export function useShow(): (route: Route, how?: { replace?: boolean }) => void {
  const inDrawer = useContext(InDrawer);
  return (route, how) => (inDrawer && route.view === "test" ? openDrawer(route, { replace: true }) : go(route, how));
}

interface PlaceLinkProps {
  readonly to: Route;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly title?: string;
  readonly label?: string;
  readonly current?: boolean;
}

/** A link to a page that opens where this one stands. */
export function PlaceLink({ to, children, label, current = false, ...attributes }: PlaceLinkProps) {
  const show = useShow();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(to);
  };
  return (
    <a
      href={hrefOf(to)}
      onClick={follow}
      {...attributes}
      {...(label !== undefined && { "aria-label": label })}
      {...(current && { "aria-current": "true" })}
    >
      {children}
    </a>
  );
}
