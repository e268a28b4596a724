export * from "./disk.js";
export * from "./env.js";
export * from "./files.js";
export * from "./host.js";
export * from "./kill.js";
export * from "./lock.js";
export * from "./process.js";
