import type { ComponentChildren } from "preact";
import type { Route } from "../../src/view/index.js";
import { go, hrefOf } from "../app/router.js";

interface LinkProps {
  readonly to: Route | string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly title?: string;
  /** −1 in widgets of which one part is in the tab order. */
  readonly tabIndex?: number;
  readonly "aria-current"?: "page";
}

/** A link within the application: a plain click does not load the page anew. */
export function Link({ to, children, ...attributes }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={hrefOf(to)} onClick={follow} {...attributes}>
      {children}
    </a>
  );
}
