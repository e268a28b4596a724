import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { makeLog } from "../base/index.js";
import { openMerged } from "../merged/index.js";
import { openRecords } from "../store/index.js";
import { Reader, type ReaderOptions, serveQueries } from "../web/index.js";
import { parseArguments } from "./arguments.js";
import type { Context } from "./context.js";
import { verbosityOf } from "./log-stream.js";
import { openArea } from "./open.js";
import { versionLine } from "./version.js";

/** What the thread is given. */
export interface QueriesData extends Pick<ReaderOptions, "fullDb" | "readOnlyBecause" | "first">, Pick<Context, "env" | "cwd"> {
  /** Of the command line, as megatest understands them. */
  readonly words: readonly string[];
  /** `-areas`: several areas as one; absent: this area alone. */
  readonly areas?: string;
}

/** The thread of a dashboard that answers queries: see `serveQueries`. */
const { words, env, cwd, areas, ...options } = workerData as QueriesData;
if (parentPort === null) throw new Error("this is the script of a thread");
const port = parentPort;
const args = parseArguments(words);
let isSetUp = false;
const log = makeLog((level, line) => {
  // The main thread has set up the same area, and said what there is to say about it.
  if (isSetUp) port.postMessage({ kind: "log", level, line });
}, verbosityOf(args, env).shows);
const area = openArea({ args, env, cwd, log });
isSetUp = true;
const { toppath, name: areaName, fields: keys } = area;
const records = openRecords({ toppath, areaName, keys, log, fullDb: options.fullDb, version: versionLine, readOnly: true });
const opening = { area, cwd, env, log, version: versionLine, fullDb: options.fullDb, own: records, isLasting: true };
const merged = areas === undefined ? undefined : openMerged({ ...opening, list: areas });
const searchProgram = fileURLToPath(new URL("./log-search.js", import.meta.url));
serveQueries(port, new Reader({ ...options, area, records, ...(merged && { merged }), version: versionLine, searchProgram, log }));
