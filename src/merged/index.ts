export { areaIdOf } from "./ids.js";
export type { MergedRecords } from "./merged-records.js";
export { type OpenAreas, type OpenMergedOptions, openMerged } from "./open.js";
