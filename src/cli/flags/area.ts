import type { FlagGroup } from "./flag.js";

/** Databases, servers and wizards; spec 05 § 5.5. */
export const area = {
  title: "Look after an area",
  flags: [
    { names: ["-server"], value: "HOST|-", help: "run the server of the area; it is started by itself where it is needed" },
    { names: ["-transport"], value: "http", help: "has no effect", unlisted: "ignored" },
    { names: ["-daemonize"], help: "has no effect", unlisted: "ignored" },
    { names: ["-port"], value: "N", help: "has no effect", unlisted: "ignored" },
    { names: ["-run-id"], value: "N", help: "has no effect", unlisted: "ignored" },
    { names: ["-list-servers"], help: "servers of the area" },
    { names: ["-kill-servers"], help: "end the servers of the area; what they know is copied to megatest.db first" },
    { names: ["-ping"], value: "HOST:PORT", help: "ask whether a server answers: exit code 0 if it does" },
    {
      names: ["-migrate-homehost"],
      help: "move the live database to this host, or to the host named by the next word; -force: also if something ran lately; -actions print: say what speaks for or against it",
      needs: ["an area in which nothing runs"],
    },
    {
      names: ["-cleanup-db"],
      help: "bring the databases up to date, also to other [fields]; make them the same; remove records of nothing; -force: also while tests run",
      needs: ["the homehost"],
    },
    { names: ["-rebuild-db"], help: "the same as -cleanup-db", needs: ["the homehost"] },
    {
      names: ["-import-megatest.db"],
      help: "take over what other programs have written to megatest.db: it stands where both were changed",
      needs: ["the homehost"],
    },
    {
      names: ["-check-db"],
      help: "examine the databases and print what is wrong with them; exit code 1 if anything is; -dumpmode json",
      needs: ["an area"],
    },
    { names: ["-sync-to"], value: "DEST", help: "push to PostgreSQL", unlisted: "unavailable" },
    { names: ["-prepend-contour"], help: "with -sync-to", unlisted: "ignored" },
    { names: ["-prefix-target"], value: "PREFIX", help: "with -sync-to", unlisted: "ignored" },
    { names: ["-area-tag"], value: "TAG", help: "with -sync-to", unlisted: "ignored" },
    { names: ["-pgsync"], value: "DEST", help: "has no effect", unlisted: "ignored" },
    { names: ["-cache-db"], help: "copy a database", unlisted: "unavailable" },
    { names: ["-source-db"], value: "FILE", help: "with -cache-db", unlisted: "ignored" },
    { names: ["-target-db"], value: "DIR", help: "with -cache-db", unlisted: "ignored" },
    { names: ["-update-meta"], help: "store [test_meta] of all tests", unlisted: "unavailable" },
    { names: ["-create-megatest-area"], help: "make an area", unlisted: "unavailable" },
    { names: ["-create-test"], value: "NAME", help: "make a test", unlisted: "unavailable" },
    { names: ["-refdb2dat"], value: "DIR", help: "convert a refdb", unlisted: "unavailable" },
    { names: ["-convert-to-norm"], help: "has no effect", unlisted: "ignored" },
    { names: ["-convert-to-old"], help: "has no effect", unlisted: "ignored" },
  ],
} as const satisfies FlagGroup;
