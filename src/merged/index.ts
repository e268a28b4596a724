export { areaIdOf, qualifiedId } from "./ids.js";
export type { AreaProblem } from "./merged-area.js";
export { type OpenAreas, openMerged } from "./open.js";
