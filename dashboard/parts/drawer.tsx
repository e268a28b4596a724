import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeys } from "../app/keys.js";
import { Icon } from "./icon.js";
import { Link } from "./link.js";
import "./drawer.css";

interface DrawerProps {
  readonly label: string;
  /** The page of what the drawer shows. */
  readonly page: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** What was opened over a view, at its right; the view stays usable. Esc closes it, focus returns to where it was. */
export function Drawer({ label, page, onClose, children }: DrawerProps) {
  const drawer = useRef<HTMLElement>(null);
  useKeys("Drawer", { Escape: { label: "close the drawer", run: onClose } });
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside ref={drawer} class="drawer" aria-label={label} tabIndex={-1}>
      <div class="drawer-tools">
        <Link to={page} class="button">
          <Icon name="open" />
          Open page
        </Link>
        <button type="button" class="plain icon" aria-label="Close the drawer" title="Close (Esc)" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </aside>
  );
}
