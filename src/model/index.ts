export * from "./records.js";
export * from "./rollup.js";
export * from "./states.js";
