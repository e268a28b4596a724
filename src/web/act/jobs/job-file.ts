import { appendFileSync, closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../../../base/index.js";
import { decodeBytes, hostName, isAlive, makeDirectories } from "../../../sys/index.js";
import type { Actor, Job, JobState, PlanRequest } from "../../../view/index.js";

/** What is known of a job when it is begun. */
export interface BegunJob extends Actor, Pick<Job, "id" | "action" | "commands" | "text" | "count" | "external" | "begun"> {
  readonly kind: "begun";
  /** To plan the same again. */
  readonly request: PlanRequest;
}

/** Its process has started. */
interface RunningJob {
  readonly kind: "running";
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Start time of the process. */
  readonly started: number;
}

interface EndedJob extends Required<Pick<Job, "ended">>, Pick<Job, "id" | "code" | "problem"> {
  readonly kind: "ended";
}

/** A line of `ui-jobs.jsonl`. */
export type JobLine = BegunJob | RunningJob | EndedJob;

/** All that the lines say of one job. */
interface KnownJob {
  begun?: BegunJob;
  running?: RunningJob;
  ended?: EndedJob;
}

/** Of the file only the end is read: old jobs are forgotten. */
const maximumBytes = 8 * 1024 * 1024;
/** How long the process of a job may take to begin. */
const patienceSeconds = 20;

export const logsOf = (toppath: string) => join(toppath, "logs");
export const jobLog = (toppath: string, id: string) => join(logsOf(toppath), `ui-job-${id}.log`);
const jobFile = (toppath: string) => join(logsOf(toppath), "ui-jobs.jsonl");

/** Adds a line; several processes do so, each line at once. */
export function addJobLine(toppath: string, line: JobLine): void {
  makeDirectories(logsOf(toppath));
  appendFileSync(jobFile(toppath), `${JSON.stringify(line)}\n`);
}

/** All jobs of the area that are remembered, newest first. */
export function jobsOf(toppath: string): Job[] {
  return [...known(toppath).values()].flatMap(({ begun, ...rest }) => (begun === undefined ? [] : [jobOf(toppath, begun, rest)])).reverse();
}

/** A job and what is needed to control it. */
export function findJob(
  toppath: string,
  id: string,
): { readonly job: Job; readonly begun: BegunJob; readonly running: RunningJob | undefined } | undefined {
  const { begun, ...rest } = known(toppath).get(id) ?? {};
  return begun === undefined ? undefined : { job: jobOf(toppath, begun, rest), begun, running: rest.running };
}

function jobOf(toppath: string, { kind: _, request: __, ...begun }: BegunJob, { running, ended }: Omit<KnownJob, "begun">): Job {
  const log = jobLog(toppath, begun.id);
  return {
    ...begun,
    state: ended !== undefined ? "ended" : stateOf(begun, running),
    ...(ended !== undefined && { ended: ended.ended }),
    ...(ended?.code !== undefined && { code: ended.code }),
    ...(ended?.problem !== undefined && { problem: ended.problem }),
    size: statSync(log, { throwIfNoEntry: false })?.size ?? 0,
    log,
  };
}

function stateOf({ begun }: Pick<BegunJob, "begun">, running: RunningJob | undefined): JobState {
  if (running === undefined) return Date.now() / 1000 - begun < patienceSeconds ? "waiting" : "lost";
  if (running.host !== hostName()) return "elsewhere";
  return isAlive(running.pid, running.started) ? "running" : "lost";
}

/** What was read last: running jobs are looked at often. */
let lastRead: { readonly file: string; readonly stamp: string; readonly jobs: ReadonlyMap<string, KnownJob> } | undefined;

function known(toppath: string): ReadonlyMap<string, KnownJob> {
  const file = jobFile(toppath);
  const stats = statSync(file, { throwIfNoEntry: false });
  const stamp = `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`;
  if (lastRead?.file === file && lastRead.stamp === stamp) return lastRead.jobs;
  const jobs = new Map<string, KnownJob>();
  for (const line of lines(file)) {
    const job = jobs.get(line.id) ?? {};
    Object.assign(job, { [line.kind]: line });
    jobs.set(line.id, job);
  }
  lastRead = { file, stamp, jobs };
  return jobs;
}

function lines(file: string): JobLine[] {
  return endOf(file)
    .split("\n")
    .flatMap((text) => {
      try {
        // They are written by this program; what a full disk has cut is no JSON.
        return text === "" ? [] : [JSON.parse(text) as JobLine];
      } catch {
        return [];
      }
    });
}

/** The last lines of a file; empty when there is none. */
export function endOf(path: string): string {
  try {
    const fd = openSync(path, "r");
    try {
      const { size } = fstatSync(fd);
      const bytes = Buffer.alloc(Math.min(size, maximumBytes));
      const read = readSync(fd, bytes, 0, bytes.length, size - bytes.length);
      const text = decodeBytes(bytes.subarray(0, read));
      return size > maximumBytes ? text.slice(text.indexOf("\n") + 1) : text;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return "";
    throw error;
  }
}
