export { areaIdOf } from "./ids.js";
export { openMerged } from "./open.js";
