export { type Activity, activityOf, areaEpoch, checkAreaDatabase, type LiveTest, lockAreaDatabase } from "./area-facts.js";
export { loadEnvironments, saveEnvironment } from "./envdat.js";
export { liveDirectory, type OpenOptions, openRecords } from "./open.js";
export type * from "./records.js";
