export { keepJob } from "./act/jobs/keep-job.js";
export { type RunningDashboard, startDashboard } from "./dashboard.js";
export { runSearch, type SearchTask } from "./files/logs/search/thread.js";
export { isLoopback } from "./http/hosts.js";
export { isLevel, lesserOf } from "./http/levels.js";
export { NamedTokens } from "./http/named-tokens.js";
export { Reader, type ReaderOptions } from "./queries/reader.js";
export { serveQueries } from "./queries/serve.js";
