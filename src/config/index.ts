export { Config, type ConfigVariable } from "./config.js";
export { type ReadOptions, readConfig } from "./read.js";
