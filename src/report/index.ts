export { parseFields } from "./fields.js";
export { listRuns } from "./list-runs.js";
export { type KeepDecision, keepDecisions, keepLine } from "./remove-keep.js";
export { dbTargetsText, targetsText } from "./targets.js";
export { existingPaths, filesIn, type PathSelector, testPaths } from "./test-paths.js";
export { testdataCsv } from "./testdata-csv.js";
export { runTimesText, testTimesText } from "./times.js";
