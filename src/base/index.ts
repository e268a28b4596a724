export * from "./calendar.js";
export * from "./duration.js";
export * from "./failure.js";
export * from "./group.js";
export * from "./heap.js";
export * from "./log.js";
export * from "./quote.js";
export * from "./real.js";
