export { type Activity, activityOf, areaEpoch, checkAreaDatabase, type LiveTest, lockAreaDatabase } from "./area-facts.js";
export { loadEnvironments, saveEnvironment } from "./envdat.js";
export type { HomeVerdict } from "./fence.js";
export { closeForHandover, liveDirectory, type OpenOptions, openRecords, prepareLive } from "./open.js";
export type * from "./records.js";
