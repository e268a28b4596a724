export { LiveTestCare, recoverOrphans, recoveryText } from "./dead.js";
export { requirementTexts } from "./definitions.js";
export { testPatternOf } from "./pattern-source.js";
export { type PreviewOfRun, previewRun } from "./preview.js";
export type { RunProgress } from "./progress.js";
export { type RunReport, type RunRequest, runTests } from "./runner.js";
export { runnersOf, stopRunners } from "./runners.js";
