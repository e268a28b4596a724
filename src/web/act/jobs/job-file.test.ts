import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostName, startTimeOf } from "../../../sys/index.js";
import { addJobLine, type BegunJob, findJob, jobLog, jobsOf } from "./job-file.js";

let toppath: string;
beforeEach(() => {
  toppath = mkdtempSync(join(tmpdir(), "jobs-"));
});
afterEach(() => rmSync(toppath, { recursive: true }));

const now = () => Date.now() / 1000;

function begin(id: string, begun = now()): void {
  const job: BegunJob = {
    kind: "begun",
    id,
    begun,
    action: "kill",
    commands: [["megatest", "-h"]],
    text: "megatest -h",
    count: 1,
    external: false,
    user: "ann",
    session: "own",
    address: "127.0.0.1",
    request: { action: "kill", objects: [], options: {} },
  };
  addJobLine(toppath, job);
}

const running = (id: string, over: { pid?: number; host?: string; started?: number } = {}) =>
  addJobLine(toppath, { kind: "running", id, host: hostName(), pid: process.pid, started: startTimeOf(process.pid), ...over });

describe("06 § 32.3: ui-jobs.jsonl", () => {
  it("tells how each job stands, newest first", () => {
    expect(jobsOf(toppath)).toEqual([]);
    for (const id of ["1-1", "1-2", "1-3", "1-4"]) begin(id);
    begin("1-0", now() - 60);
    running("1-2");
    running("1-3", { started: 1 });
    running("1-4", { host: "far-away" });
    begin("1-5");
    running("1-5", { started: 1 });
    addJobLine(toppath, { kind: "ended", id: "1-5", ended: 5, code: 3 });
    expect(jobsOf(toppath).map(({ id, state, code }) => [id, state, code])).toEqual([
      ["1-5", "ended", 3],
      ["1-0", "lost", undefined],
      ["1-4", "elsewhere", undefined],
      ["1-3", "lost", undefined],
      ["1-2", "running", undefined],
      ["1-1", "waiting", undefined],
    ]);
  });

  it("lines that a full disk has cut do not matter, nor ends of jobs that nobody began", () => {
    begin("1-1");
    appendFileSync(join(toppath, "logs/ui-jobs.jsonl"), '{"kind":"begun","id":"2-\n\n');
    addJobLine(toppath, { kind: "ended", id: "9-9", ended: 1, code: 0 });
    expect(jobsOf(toppath).map(({ id }) => id)).toEqual(["1-1"]);
    expect(findJob(toppath, "9-9")).toBeUndefined();
    expect(findJob(toppath, "__proto__")).toBeUndefined();
  });

  it("knows where the output is, and how much there is of it", () => {
    mkdirSync(join(toppath, "logs"));
    begin("1-1");
    writeFileSync(jobLog(toppath, "1-1"), "12345");
    expect(findJob(toppath, "1-1")?.job).toMatchObject({ size: 5, log: join(toppath, "logs/ui-job-1-1.log"), text: "megatest -h" });
  });
});
