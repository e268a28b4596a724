export * from "./itemmap.js";
export * from "./pattern.js";
export * from "./records.js";
export * from "./rollup.js";
export * from "./states.js";
export * from "./steps.js";
export * from "./testdata.js";
export * from "./words.js";
