import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { go } from "../app/router.js";
import { Icon, type IconName } from "./icon.js";
import "./menu.css";

export interface MenuItem {
  readonly label: string;
  /** Address to go to, or what to do. */
  readonly to?: string;
  readonly run?: () => void;
  /** One of several that is in force. */
  readonly checked?: boolean;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
  /** Key that does the same. */
  readonly key?: string;
  readonly danger?: boolean;
}

/** Items between lines, under an optional heading. */
export interface MenuGroup {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

interface OpenMenu {
  readonly groups: readonly MenuGroup[];
  readonly at: DOMRect;
  readonly label: string;
  readonly opener: Element | null;
}

const open = signal<OpenMenu | undefined>(undefined);

/** Opens a menu below a button, or as a context menu at a point. */
export function openMenu(label: string, groups: readonly MenuGroup[], at: Element | { readonly x: number; readonly y: number }): void {
  const place = at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0);
  open.value = { groups, at: place, label, opener: document.activeElement };
}

interface MenuButtonProps {
  readonly label: string;
  readonly groups: () => readonly MenuGroup[];
  readonly icon?: IconName;
  readonly children?: ComponentChildren;
  readonly class?: string;
}

/** A button that opens a menu. */
export function MenuButton({ label, groups, icon, children, class: name = "plain" }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = open.value !== undefined && open.value.opener === button.current && open.value.label === label;
  return (
    <button
      ref={button}
      type="button"
      class={children === undefined ? `${name} icon` : name}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      title={label}
      onClick={({ currentTarget }) => {
        currentTarget.focus();
        openMenu(label, groups(), currentTarget);
      }}
    >
      {icon && <Icon name={icon} />}
      <span class="only-spoken">{label}</span>
      {children}
    </button>
  );
}

/** The open menu; stands once in the page. */
export function MenuHost() {
  return open.value && <Menu key={open.value.at} {...open.value} />;
}

function Menu({ groups, at, label, opener }: OpenMenu) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = menu.current;
    if (shown === null) return;
    shown.showPopover();
    place(shown, at);
    shown.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [at]);
  const close = () => {
    open.value = undefined;
    if (opener instanceof HTMLElement && (document.activeElement === document.body || menu.current?.contains(document.activeElement))) opener.focus();
  };
  return (
    <div
      ref={menu}
      class="menu"
      role="menu"
      aria-label={label}
      popover="auto"
      onToggle={({ newState }) => newState === "closed" && close()}
      onKeyDown={(event) => moveIn(event, menu.current)}
    >
      {groups.map(({ title, items }, at) => (
        <div key={title ?? at} role="group" {...(title !== undefined && { "aria-label": title })}>
          {title !== undefined && <div class="menu-title">{title}</div>}
          {items.map((item) => (
            <Item key={item.label} item={item} close={close} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Item({ item, close }: { readonly item: MenuItem; readonly close: () => void }) {
  const { label, to, run, checked, disabled, key, danger } = item;
  const choose = () => {
    if (disabled !== undefined) return;
    close();
    run?.();
    if (to !== undefined) go(to);
  };
  return (
    <button
      type="button"
      class={danger ? "menu-item danger-text" : "menu-item"}
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      tabIndex={-1}
      {...(checked !== undefined && { "aria-checked": checked })}
      {...(disabled !== undefined && { "aria-disabled": true, title: disabled })}
      onClick={choose}
    >
      <span class="menu-check">{checked === true && <Icon name="check" />}</span>
      <span class="menu-label">
        {label}
        {disabled !== undefined && <small>{disabled}</small>}
      </span>
      {key !== undefined && <kbd>{key}</kbd>}
    </button>
  );
}

/** Arrows, Home, End and first letters move; Tab closes. */
function moveIn(event: KeyboardEvent, menu: HTMLElement | null): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  const at = items.findIndex((item) => item.matches(":focus"));
  const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key];
  const lettered =
    event.key.length === 1 && !event.ctrlKey ? [...items.slice(at + 1), ...items].find((item) => beginsWith(item, event.key)) : undefined;
  const target = to === undefined ? lettered : items[to];
  if (event.key === "Tab") menu?.hidePopover();
  else if (target !== undefined) target.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function beginsWith(item: HTMLElement, letter: string): boolean {
  return item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase());
}

/** Below the button where there is room, inside the window in any case. */
function place(menu: HTMLElement, at: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + 8 <= window.innerHeight || at.top < height;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - width - 8));
  const top = below ? at.bottom + 4 : at.top - height - 4;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
}
