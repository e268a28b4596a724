import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { isAlive, makeDirectories, startTimeOf, writeFileAtomic } from "../sys/index.js";

const note = z.object({
  pid: z.number(),
  /** Of the process, in clock ticks since boot. */
  started: z.number(),
  /** Up to the port. */
  origin: z.string(),
  token: z.string(),
});

/** How a dashboard of this user can be reached. */
export type DashboardNote = z.infer<typeof note>;

const fileName = /^dashboard-\d+\.json$/;

/**
 * Leaves a note of this process for those that want to use it.
 *
 * @param directory private to the user, of one area and this host
 * @returns what takes the note away
 */
export function leaveNote(directory: string, reached: Pick<DashboardNote, "origin" | "token">): () => void {
  makeDirectories(directory, 0o700);
  const file = join(directory, `dashboard-${process.pid}.json`);
  const text = JSON.stringify({ pid: process.pid, started: startTimeOf(process.pid), ...reached } satisfies DashboardNote);
  writeFileAtomic(file, text, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** A dashboard that answers and can do as much as a new one could; undefined when there is none. Spec 06 § 16 */
export async function findRunning(
  directory: string,
  needs: { readonly level: string; readonly version: string },
): Promise<DashboardNote | undefined> {
  for (const found of notesIn(directory)) {
    const hello = await helloOf(found);
    if (hello?.level === needs.level && hello.version === needs.version) return found;
  }
  return undefined;
}

function notesIn(directory: string): DashboardNote[] {
  return namesIn(directory).flatMap((name) => {
    const file = join(directory, name);
    try {
      const read = note.parse(JSON.parse(readFileSync(file, "utf8")));
      if (isAlive(read.pid, read.started)) return [read];
      rmSync(file, { force: true });
    } catch {
      // Another program's, or just being removed.
    }
    return [];
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => fileName.test(name));
  } catch {
    return [];
  }
}

const helloAnswer = z.object({ level: z.string(), version: z.string() });
const answerMs = 3000;

async function helloOf({ origin, token }: DashboardNote): Promise<z.infer<typeof helloAnswer> | undefined> {
  try {
    const response = await fetch(`${origin}/api/v1/hello`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(answerMs) });
    return z.safeParse(helloAnswer, await response.json()).data;
  } catch {
    return undefined;
  }
}
