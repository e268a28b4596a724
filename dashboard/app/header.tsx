import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon.js";
import { Link } from "../parts/link.js";
import { MenuButton, type MenuGroup, MenuHost } from "../parts/menu.js";
import { exactTime } from "./clock.js";
import { keysAreShown } from "./key-list.js";
import { connection } from "./live.js";
import { notify } from "./notices.js";
import { location } from "./router.js";
import { searchIsOpen } from "./search.js";
import { hello } from "./session.js";
import { type Settings, set, settings } from "./settings.js";
import { theme } from "./theme.js";
import { listedViews } from "./views.js";
import "./header.css";

/** Where one is, how current the page is, and what is the same everywhere. */
export function Header() {
  const areas = hello.value?.areas ?? [];
  const treeIsOpen = settings.value.tree === "open";
  return (
    <header class="header">
      <button
        type="button"
        class="plain icon"
        aria-label="Targets and runs"
        title="Targets and runs (t)"
        aria-expanded={treeIsOpen}
        onClick={toggleTree}
      >
        <Icon name="panel" />
      </button>
      <Link to="/ui/runs" class="brand clip" title={areas.map(({ toppath }) => toppath).join("\n")}>
        {areas.map(({ name }) => name).join(" + ") || "Megatest"}
      </Link>
      <Views />
      <div class="header-tools">
        <ViewOnly />
        <LiveBadge />
        <button type="button" class="search-button" onClick={() => (searchIsOpen.value = true)}>
          <Icon name="search" />
          <span class="search-word">Search</span>
          <kbd>Ctrl K</kbd>
        </button>
        <MenuButton label="Theme and colours" icon={theme.value === "dark" ? "moon" : "sun"} groups={themeMenu} />
        <MenuButton label="User and help" icon="user" groups={userMenu} />
      </div>
      <MenuHost />
    </header>
  );
}

export function toggleTree(): void {
  set("tree", settings.value.tree === "open" ? "closed" : "open");
}

/** Links side by side; those for which there is no room are in a menu. */
function Views() {
  const nav = useRef<HTMLElement>(null);
  const fitting = useFitting(nav);
  const listed = listedViews();
  const shown = location.value?.view;
  const rest = (): MenuGroup[] => [
    {
      items: listed
        .slice(fitting)
        .map(([view, { title, key }]) => ({ label: title, to: `/ui/${view}`, checked: view === shown, ...(key && { key: `g ${key}` }) })),
    },
  ];
  return (
    <>
      <nav ref={nav} class="views" aria-label="Views">
        {listed.map(([view, { title, key }], at) => (
          <Link
            key={view}
            to={`/ui/${view}`}
            class={at < fitting ? "" : "does-not-fit"}
            {...(key && { title: `g ${key}` })}
            {...(shown === view && { "aria-current": "page" as const })}
          >
            {title}
          </Link>
        ))}
      </nav>
      {fitting < listed.length && <MenuButton label={fitting === 0 ? "Views" : "More views"} icon={fitting === 0 ? "menu" : "more"} groups={rest} />}
    </>
  );
}

/** How many children of an element that wraps are in its first line. */
function useFitting(line: { readonly current: HTMLElement | null }): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = line.current;
    if (element === null) return;
    const measure = () => {
      const [first, ...more] = element.children;
      const isInFirstLine = (child: Element) => child.getBoundingClientRect().top <= element.getBoundingClientRect().top + 1;
      const firstFits = first !== undefined && first.getBoundingClientRect().right <= element.getBoundingClientRect().right + 1;
      const wrapped = more.findIndex((child) => !isInFirstLine(child));
      setFitting(firstFits ? (wrapped < 0 ? more.length : wrapped) + 1 : 0);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [line]);
  return fitting;
}

/** Nothing can be changed here; why, is told to who asks. */
function ViewOnly() {
  const reason = hello.value?.readOnlyBecause ?? "";
  if (reason === "") return null;
  return (
    <button type="button" class="plain view-only" title={reason} onClick={() => notify(reason)}>
      View only
    </button>
  );
}

/** Says how current the page is, in words as well as in colour. */
function LiveBadge() {
  const state = connection.value;
  const text = { connecting: "Connecting", copy: "Copy", live: "Live", reconnecting: "Reconnecting", stale: "Stale" }[state.kind];
  const since = state.kind === "stale" ? exactTime(state.since) : undefined;
  return (
    <span class={`live-badge ${state.kind}`} role="status" title={since === undefined ? "" : `Nothing was heard from the server since ${since}`}>
      {text}
      {since !== undefined && <span> since {since.slice(11, 16)}</span>}
    </span>
  );
}

function choice<K extends keyof Settings>(name: K, value: Settings[K], label: string) {
  return { label, checked: settings.value[name] === value, run: () => set(name, value) };
}

function themeMenu(): MenuGroup[] {
  return [
    { title: "Theme", items: [choice("theme", "system", "As the system"), choice("theme", "light", "Light"), choice("theme", "dark", "Dark")] },
    { title: "Colours of results", items: [choice("palette", "classic", "Classic"), choice("palette", "safe", "Colour-blind safe")] },
  ];
}

function userMenu(): MenuGroup[] {
  const { user = "", level = "view", host = "", version = "", readOnlyBecause = "" } = hello.value ?? {};
  return [
    { title: `${user} on ${host}, may ${{ view: "view", operate: "operate", admin: "do everything" }[level]}`, items: [] },
    ...(readOnlyBecause === "" ? [] : [{ title: readOnlyBecause, items: [] }]),
    {
      items: [
        { label: "Settings", to: "/ui/settings" },
        { label: "Help", to: "/ui/help" },
        { label: "Keys", key: "?", run: () => (keysAreShown.value = true) },
      ],
    },
    { title: `Megatest ${version}`, items: [] },
  ];
}
