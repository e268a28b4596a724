import { keepJob } from "../web/index.js";

/** The process of a job of the dashboard: see `keepJob`. Arguments: the area and the id of the job. */
const [toppath = "", id = ""] = process.argv.slice(2);
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
await keepJob(toppath, id, stop.signal);
