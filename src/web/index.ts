export type { Level } from "../view/index.js";
export { Reader, type ReaderOptions } from "./queries/reader.js";
export { serveQueries } from "./queries/serve.js";
export { type Queries, QueryThread } from "./queries/thread.js";
