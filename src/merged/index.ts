export { areaIdOf } from "./ids.js";
export type { AreaProblem } from "./merged-area.js";
export { areaKey } from "./merged-records.js";
export { type OpenAreas, openMerged } from "./open.js";
