export type { Area } from "./area.js";
export { type CacheUse, removeCaches } from "./caches.js";
export { discoverTests, testsPaths } from "./discovery.js";
export { applyRunVariables, applyVariables, runEnvironment } from "./environment.js";
export { clearStaleMaintenanceLock, maintenanceHolder, withMaintenanceLock } from "./maintenance-lock.js";
export { runDirectory, testDirectory } from "./paths.js";
export { removeEmptyParents, removeIfEmpty, removeRunDirectory } from "./run-directory.js";
export { setUpArea } from "./setup.js";
export { readTestconfig } from "./testconfig.js";
