import { parentPort, workerData } from "node:worker_threads";
import { runSearch, type SearchTask } from "../web/index.js";

/** A thread that searches one log: see `runSearch`. */
if (parentPort === null) throw new Error("this is the script of a thread");
runSearch(parentPort, workerData as SearchTask);
