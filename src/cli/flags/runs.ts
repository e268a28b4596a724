import type { FlagGroup } from "./flag.js";

const run = ["-target", "-runname"] as const;
const tests = ["-target", "-runname", "-testpatt"] as const;

/** Launching; spec 05 § 5.2. */
export const launching = {
  title: "Run tests",
  flags: [
    { names: ["-run", "-runall"], help: "run the tests that -testpatt selects (default: all)", needs: run },
    {
      names: ["-rerun"],
      value: "S1,S2...",
      help: "with -run: run again just the completed tests with these statuses",
      completion: "status",
      needs: ["-run"],
    },
    { names: ["-rerun-clean"], help: "reset what failed or was killed, then run", needs: run },
    { names: ["-rerun-all"], help: "reset every test, then run", needs: run },
    { names: ["-run-wait"], help: "stay until no test is running", needs: ["-run, or", ...tests] },
    { names: ["-preclean"], help: "empty a test's directory before it is launched", needs: ["-run"] },
    { names: ["-force"], help: "launch whatever state a test is in; go on without an unreachable homehost", needs: ["-run"] },
    { names: ["-one-pass"], help: "do not wait for free job slots for long", needs: ["-run"] },
    { names: ["-exit-code-from-results"], help: "exit with 10 when a selected test did not pass; waits for all", needs: ["-run"] },
    { names: ["-setvars"], value: "V1=a,V2=b", help: "variables for every test of the run", needs: ["-run"] },
    { names: ["-contour"], value: "NAME", help: "contour to note with a new run", needs: ["-run"] },
    { names: ["-xterm"], help: "a terminal in the test's environment instead of its steps", unlisted: "unavailable" },
    { names: ["-execute"], value: "BASE64", help: "body of a launched test", unlisted: "internal" },
    { names: ["-recover-test"], value: "RUNID,TESTID", help: "adopt a running test", unlisted: "unavailable" },
  ],
} as const satisfies FlagGroup;

/** What can be done with runs that exist; spec 05 § 5.2, 04 § 20. */
export const managing = {
  title: "Manage runs",
  flags: [
    { names: ["-set-state-status"], value: "STATE,STATUS", help: "set both on the selected tests", needs: tests },
    { names: ["-remove-runs"], help: "remove the selected tests, and runs that are empty then", needs: tests },
    { names: ["-keep-records"], help: "remove directories only", needs: ["-remove-runs"] },
    { names: ["-remove-keep"], value: "N", help: "show all but the N newest runs of each target; with -actions remove them", needs: run },
    {
      names: ["-age"],
      value: "7d,12h",
      help: "leave younger runs alone; units s m h d w M y",
      needs: ["-remove-keep, -destination or -reduce-records"],
    },
    {
      names: ["-actions"],
      value: "A,B",
      help: "what to do: print, remove-runs, migrate (to -destination)",
      completion: ["print", "remove-runs", "migrate"],
      needs: ["-remove-keep, -destination, -reduce-records, -restore-records, -auto-migrate or -migrate-homehost"],
    },
    { names: ["-precmd"], value: "CMD", help: "put before the commands that are run", needs: ["-remove-keep"] },
    { names: ["-set-run-status"], value: "STATUS", help: "set the status of the oldest matching run; -m sets its comment", needs: run },
    { names: ["-get-run-status"], help: "print the status of the oldest matching run", needs: run },
    { names: ["-lock"], help: "protect runs against removal and resets", needs: run },
    { names: ["-unlock"], help: "take the protection away, after a question for each run", needs: run },
    { names: ["-clean-cache"], help: "delete the cached configurations of a run", needs: run },
    { names: ["-mark-incompletes"], help: "mark tests dead whose executors gave no sign of life for long, in all runs", needs: ["an area"] },
    { names: ["-sync-to-megatest.db"], help: "bring megatest.db up to date now", needs: ["an area"] },
    { names: ["-archive"], value: "CMD", help: "archive runs", unlisted: "unavailable" },
    {
      names: ["-destination"],
      value: "AREA|PATH",
      help: "move finished runs to another area: a name of [areas], or a directory; -actions print: say what would be done",
      completion: "directory",
      needs: run,
    },
    {
      names: ["-reduce-records"],
      help: "take finished runs out of megatest.db to completed-runs.db beside it; -actions print: say what would be done",
      needs: run,
    },
    { names: ["-restore-records"], help: "bring runs back from completed-runs.db", needs: run },
    {
      names: ["-auto-migrate"],
      help: "move finished runs by the rules of [automigrate] and [autoreduce] now; -actions print: say what would be done",
      needs: ["an area"],
    },
    { names: ["-rollup"], help: "has never worked", unlisted: "unavailable" },
    { names: ["-rename-run"], value: "NAME", help: "has no effect", unlisted: "ignored" },
    { names: ["-to"], value: "NAME", help: "has no effect", unlisted: "ignored" },
    { names: ["-days"], value: "N", help: "has no effect", unlisted: "ignored" },
  ],
} as const satisfies FlagGroup;
