import { signal } from "@preact/signals";
import { areaKey } from "../../src/model/index.js";
import type { Hello } from "../../src/view/index.js";
import { ApiError, ask } from "./api.js";
import { hasAreas, keyCount } from "./router.js";

/** What the server said of itself; undefined until it has. */
export const hello = signal<Hello | undefined>(undefined);

/** Why there is nothing to show at all. */
export const refused = signal<ApiError | undefined>(undefined);

/** Server's clock minus the browser's, in seconds: "running for …" is right on a browser whose clock is wrong. */
const clockOffset = signal(0);

/** Counts how often everything shown was to be read again. */
export const readings = signal(0);

/** Everything shown is read again. */
export function readAgain(): void {
  readings.value++;
}

/** Asks the server what it is; the application waits for that. */
export async function greet(): Promise<void> {
  try {
    const answer = await ask("hello");
    setClock(answer.now);
    hasAreas.value = answer.keys[0] === areaKey;
    keyCount.value = answer.keys.length;
    hello.value = answer;
    refused.value = undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    refused.value = error;
  }
}

/** Areas that cannot be read any more, or can be read again. */
export function setAreas(areas: Hello["areas"]): void {
  if (hello.value !== undefined) hello.value = { ...hello.value, areas };
}

/** @param now of the server, epoch seconds */
export function setClock(now: number): void {
  clockOffset.value = now - Date.now() / 1000;
}

/** The server's time, epoch seconds. */
export function serverNow(): number {
  return Date.now() / 1000 + clockOffset.value;
}
