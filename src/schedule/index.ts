export { recoverOrphans, recoveryText } from "./dead.js";
export { type PatternSources, testPatternOf } from "./pattern-source.js";
export type { RunProgress } from "./progress.js";
export type { RunResults } from "./results.js";
export { type RunReport, type RunRequest, runTests } from "./runner.js";
export { stopRunners } from "./runners.js";
export { waitForLiveTests } from "./wait.js";
