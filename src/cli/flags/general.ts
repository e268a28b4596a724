import type { FlagGroup } from "./flag.js";

/** Modifiers of every action, and help; spec 05 § 5.1, § 5.5. */
export const general = {
  title: "In general",
  flags: [
    { names: ["-h", "-help"], help: "this text" },
    { names: ["-version"], help: "print the version" },
    { names: ["-start-dir"], value: "DIR", help: "go to this directory first", completion: "directory" },
    { names: ["-config"], value: "FILE", help: "use this file instead of megatest.config", completion: "file" },
    { names: ["-append-config"], value: "FILE", help: "read after megatest.config; its values win", completion: "file" },
    { names: ["-no-cache"], help: "do not read cached configurations" },
    { names: ["-m"], value: "TEXT", help: "comment to store with -step, -test-status, -runstep and -set-run-status" },
    { names: ["-o"], value: "FILE", help: "write the result of -envdelta to this file", completion: "file" },
    {
      names: ["-dumpmode"],
      value: "MODE",
      help: "format of the output; see the actions",
      completion: ["ini", "sexpr", "json", "csv", "bash", "csh", "config"],
    },
    { names: ["-debug"], value: "N|N,M...", help: "show messages up to level N, or of just these levels" },
    { names: ["-v"], help: "show more: level 2" },
    { names: ["-q"], help: "show less: level 0" },
    { names: ["-log"], value: "FILE", help: "send messages to this file instead of standard error", completion: "file" },
    { names: ["-logging"], help: "send messages to logging.db", unlisted: "ignored" },
    { names: ["-override-timeout"], value: "MS", help: "time to wait for a busy database", unlisted: "ignored" },
    { names: ["-use-db-cache"], help: "has no effect", unlisted: "ignored" },
    { names: ["-skip-version-check"], help: "use the databases of another version as they are" },
    { names: ["-local"], help: "has no effect", unlisted: "ignored" },
    { names: ["-preview"], help: "print as JSON what the rest of the line would do, and do nothing", unlisted: "internal" },
    { names: ["-manual"], help: "open the manual", unlisted: "unavailable" },
    { names: ["-dashboard"], help: "as the first word: show the runs in a browser; see megatest -dashboard -h" },
    { names: ["-gui"], help: "say how to open the dashboard" },
    { names: ["-repl"], help: "Scheme prompt", unlisted: "unavailable" },
    { names: ["-load"], value: "FILE", help: "load a Scheme file", completion: "file", unlisted: "unavailable" },
  ],
} as const satisfies FlagGroup;
