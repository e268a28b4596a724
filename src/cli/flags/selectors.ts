import type { FlagGroup } from "./flag.js";

/** What the actions work on; spec 05 § 5.1. */
export const selectors = {
  title: "What to work on",
  flags: [
    { names: ["-target"], value: "k1/k2/...", help: "values of the keys; % matches any text where patterns make sense", completion: "target" },
    {
      names: ["-reqtarg"],
      value: "k1/k2/...",
      help: "like -target, but must be a section of runconfigs.config; wins over -target",
      completion: "target",
    },
    { names: ["-runname", ":runname"], value: "NAME", help: "name of the run, or a pattern in queries and removals", completion: "runname" },
    {
      names: ["-testpatt"],
      value: "p1,p2/i2",
      help: "test and item patterns: % any text, * glob, name/ without items, ~p not p",
      completion: "testpatt",
    },
    {
      names: ["-modepatt"],
      value: "KEY",
      help: "take the pattern from KEY of the target in runconfigs.config (instead of TESTPATT) when -testpatt is absent or %",
    },
    { names: ["--modepatt"], value: "KEY", help: "the same, but KEY must be there: without it nothing is run" },
    { names: ["-tagexpr"], value: "t1,t2%", help: "only tests that have one of these tags" },
    {
      names: ["-state", ":state"],
      value: "STATE,...",
      help: "only tests in these states; the state to set with -step and -test-status",
      completion: "state",
    },
    {
      names: ["-status", ":status"],
      value: "STATUS,...",
      help: "only tests with these statuses; the status to set with -step and -test-status",
      completion: "status",
    },
    { names: ["-itempatt"], value: "PATT", help: "item part of -testpatt", unlisted: "deprecated" },
    { names: ["-runtests"], value: "PATT", help: "same as -run -testpatt PATT", unlisted: "deprecated" },
  ],
} as const satisfies FlagGroup;
