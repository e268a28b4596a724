export { LiveTestCare, recoverOrphans, recoveryText } from "./dead.js";
export { metaOf, requirementTexts } from "./definitions.js";
export { loadGate } from "./load-gate.js";
export { testPatternOf } from "./pattern-source.js";
export { type PreviewOfRun, previewRun } from "./preview.js";
export type { RunProgress } from "./progress.js";
export { type RunReport, type RunRequest, runTests } from "./runner.js";
export { livingRunners, runnersOf, stopRunners } from "./runners.js";
export { type Prerequisites, prerequisitesOf } from "./unmet.js";
