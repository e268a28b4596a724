export type * from "./api/answers.js";
export type * from "./api/common.js";
export type * from "./api/hello.js";
export type * from "./api/runs.js";
export * from "./classes.js";
export * from "./history.js";
export * from "./palette.js";
export * from "./url.js";
