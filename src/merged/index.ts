export { areaIdOf, qualifiedId } from "./ids.js";
export { type OpenAreas, openMerged } from "./open.js";
