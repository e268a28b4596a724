export { loadEnvironments, saveEnvironment } from "./envdat.js";
export { liveDirectory, type OpenOptions, openRecords } from "./open.js";
export type * from "./records.js";
