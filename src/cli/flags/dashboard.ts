import type { Flag, FlagGroup } from "./flag.js";

const opening = {
  title: "Open the dashboard",
  flags: [
    { names: ["-port"], value: "N", help: "listen on this port; without it any free one" },
    { names: ["-bind"], value: "ADDRESS", help: "listen on this address; without it 127.0.0.1, so that only this host can connect" },
    { names: ["-no-browser"], help: "only print the address" },
    { names: ["-read-only"], help: "nobody can change anything" },
    {
      names: ["-areas"],
      value: "A,B...|all",
      help: "show several areas as one, the area as first part of the target: names of [areas], or directories; all: this one, [automigrate] and [areas]",
    },
    { names: ["-full-db"], help: "show the completed runs too" },
    { names: ["-test"], value: "RUNID,TESTID", help: "open the page of this test, in a dashboard that runs already if there is one" },
    { names: ["-rows"], value: "N", help: "rows at first, before the browser knows its own; also DASHBOARDROWS" },
    { names: ["-cols"], value: "N", help: "columns at first; with -export: only the newest so many runs" },
    { names: ["-idle-exit"], value: "TIME", help: "end after so long without a client, e.g. 8h" },
  ],
} as const satisfies FlagGroup;

const copying = {
  title: "Make a copy that needs no dashboard",
  flags: [
    {
      names: ["-export"],
      value: "DIR",
      help: "write a copy into this directory, to be opened from disk or put on a web server",
      completion: "directory",
    },
    { names: ["-target", "-reqtarg"], value: "TARGET,...", help: "with -export: runs of these targets only; patterns as in the dashboard" },
    { names: ["-runname"], value: "NAME,...", help: "with -export: runs of these names only; patterns" },
    { names: ["-testpatt"], value: "PATTERN", help: "with -export: these tests only" },
    {
      names: ["-logs"],
      value: "none|failed|all",
      help: "with -export: whose logs; without it those of failed tests",
      completion: ["none", "failed", "all"],
    },
    { names: ["-max-log"], value: "SIZE", help: "with -export: so much of each log, e.g. 500k; without it 1M" },
  ],
} as const satisfies FlagGroup;

const tokens = {
  title: "Let others in",
  flags: [
    { names: ["-make-token"], value: "LEVEL", help: "print a new token: view, operate or admin", completion: ["view", "operate", "admin"] },
    { names: ["-expires"], value: "TIME", help: "with -make-token: how long it is valid, e.g. 7d" },
    { names: ["-label"], value: "TEXT", help: "with -make-token: whose it is" },
    { names: ["-list-tokens"], help: "show the tokens of this area" },
    { names: ["-drop-token"], value: "LABEL", help: "make a token invalid" },
  ],
} as const satisfies FlagGroup;

/** Of megatest, with the same meaning. */
const shared = {
  title: "In general",
  flags: [
    { names: ["-h", "-help"], help: "this text" },
    { names: ["-version"], help: "print the version" },
    { names: ["-start-dir"], value: "DIR", help: "go to this directory first", completion: "directory" },
    { names: ["-config"], value: "FILE", help: "use this file instead of megatest.config", completion: "file" },
    { names: ["-skip-version-check"], help: "use the databases of another version as they are" },
    { names: ["-debug"], value: "N|N,M...", help: "show messages up to level N, or of just these levels" },
    { names: ["-v"], help: "show more: level 2" },
    { names: ["-q"], help: "show less: level 0" },
    { names: ["-log"], value: "FILE", help: "send messages to this file instead of standard error", completion: "file" },
  ],
} as const satisfies FlagGroup;

/** Of the dashboard of 1.65. */
const old = {
  title: "Without effect",
  flags: [
    { names: ["-rh5.11"], help: "", unlisted: "ignored" },
    { names: ["-repl"], help: "", unlisted: "ignored" },
    { names: ["-use-db-cache"], help: "", unlisted: "ignored" },
    { names: ["-use-server"], help: "", unlisted: "ignored" },
    { names: ["-guimonitor"], help: "", unlisted: "ignored" },
    { names: ["-main"], help: "", unlisted: "ignored" },
    { names: ["-run"], value: "X", help: "", unlisted: "ignored" },
    { names: ["-xterm"], value: "X", help: "", unlisted: "ignored" },
    { names: ["-host"], value: "X", help: "", unlisted: "ignored" },
    { names: ["-transport"], value: "X", help: "", unlisted: "ignored" },
  ],
} as const satisfies FlagGroup;

const groups = [opening, copying, tokens, shared, old] as const;

/** Usual spelling of an option of the dashboard. */
export type DashboardFlag = (typeof groups)[number]["flags"][number]["names"][0];

/** The options of the dashboard, which are not those of megatest. Spec 06 § 1 and § 16 */
export const dashboardGroups: readonly FlagGroup[] = groups;

export const dashboardFlags: readonly Flag[] = dashboardGroups.flatMap(({ flags }) => flags);

/** Those that mean the same to megatest. */
export const sharedFlags: readonly Flag[] = shared.flags;
