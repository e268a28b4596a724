export * from "./env.js";
export * from "./host.js";
export * from "./process.js";
