import type { FlagGroup } from "./flag.js";

const inTest = ["a running test"] as const;

/** What a test reports about itself; spec 05 § 5.3. */
export const inTestFlags = {
  title: "From inside a test",
  flags: [
    { names: ["-step"], value: "NAME", help: "record a step with :state and :status; -setlog names its log", needs: inTest },
    { names: ["-test-status"], help: "set the test's :state and :status; status 0 is PASS, other numbers FAIL", needs: inTest },
    { names: ["-setlog"], value: "FILE", help: "the test's final log, relative to its directory", completion: "file", needs: inTest },
    { names: ["-set-toplog"], value: "FILE", help: "the same for the record above the items", completion: "file", needs: inTest },
    { names: ["-set-values"], help: "record one measurement: :category :variable :value :expected :tol :units", needs: inTest },
    { names: [":category"], value: "TEXT", help: "category of the measurement", needs: ["-set-values"] },
    { names: [":variable"], value: "TEXT", help: "what was measured", needs: ["-set-values"] },
    { names: [":value"], value: "VALUE", help: "the measured value", needs: ["-set-values"] },
    { names: [":expected"], value: "VALUE", help: "the value that was expected", needs: ["-set-values"] },
    { names: [":tol"], value: "TOL", help: "tolerance: a number, or one of > < >= <=", needs: ["-set-values"] },
    { names: [":units"], value: "TEXT", help: "unit of the value", needs: ["-set-values"] },
    { names: ["-load-test-data"], help: "record measurements from CSV lines on standard input", needs: inTest },
    { names: ["-runstep"], value: "NAME", help: "run the command that follows as a step, output to NAME.log", needs: inTest },
    { names: ["-logpro"], value: "FILE", help: "judge that output by these rules", completion: "file", needs: ["-runstep"] },
    { names: ["-summarize-items"], help: "write the page that sums up the items now", needs: inTest },
    { names: ["-show-cmdinfo"], help: "print what the launcher told the test; -dumpmode json" },
  ],
} as const satisfies FlagGroup;

/** Saving and comparing environments; spec 05 § 11. */
export const environment = {
  title: "Environments",
  flags: [
    { names: ["-env2file"], value: "NAME", help: "write all variables to NAME.sh and NAME.csh", completion: "file" },
    { names: ["-envcap"], value: "CONTEXT", help: "save all variables under this name in envdat.db, or in the file named after it" },
    { names: ["-envdelta"], value: "A-B", help: "print what leads from A to B; -dumpmode bash, csh, ini or config; -o FILE" },
  ],
} as const satisfies FlagGroup;
