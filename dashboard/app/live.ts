import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LiveEvent } from "../../src/view/index.js";
import type { Connection } from "./live/connection.js";
import type { Message } from "./live/sse.js";
import { SharedStream } from "./live/tabs.js";
import { readAgain, refused, setAreas, setClock } from "./session.js";
import { staticCopy } from "./static-copy.js";

/** How current the page is. */
export const connection = signal<Connection>({ kind: staticCopy === undefined ? "connecting" : "copy" });

type Listener = (event: LiveEvent) => void;

/** Which events a topic brings besides `reset`; by the word before the colon. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  runs: ["run", "counts"],
  run: ["run", "tests"],
  test: ["run", "tests", "steps", "data"],
  matrix: ["run", "tests", "filled"],
  log: ["log"],
  jobs: ["job"],
  servers: ["server", "hello"],
};

const listeners = new Map<string, Set<Listener>>();
/** Events that came while nobody was looking; beyond so many the windows are read anew. */
let missed: LiveEvent[] = [];
const mostMissed = 2000;
let stream: SharedStream | undefined;

/** Follows a topic: `runs`, `run:<ref>`, `test:<ref>`, `matrix:<hash>`, `log:<file>`, `jobs`, `servers`. @returns what ends it */
export function follow(topic: string, onEvent: Listener): () => void {
  // In a copy nothing happens.
  if (staticCopy !== undefined) return () => {};
  const followers = listeners.get(topic) ?? new Set();
  listeners.set(topic, followers.add(onEvent));
  tellTopics();
  return () => {
    followers.delete(onEvent);
    if (followers.size === 0) listeners.delete(topic);
    tellTopics();
  };
}

/** Follows a topic while a component is shown; undefined follows nothing. */
export function useLive(topic: string | undefined, onEvent: Listener): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(() => (topic === undefined ? undefined : follow(topic, (event) => latest.current(event))), [topic]);
}

function tellTopics(): void {
  stream ??= new SharedStream({
    onMessage: receive,
    onConnection: (state) => {
      connection.value = state;
    },
    onRefused: (error) => {
      refused.value = error;
    },
  });
  stream.follow([...listeners.keys()]);
}

function receive({ event, data }: Message): void {
  // The type is what the server of the same build sends.
  const live = { kind: event, ...(JSON.parse(data) as object) } as LiveEvent;
  if (live.kind === "hello") setClock(live.now);
  if (live.kind === "areas") setAreas(live.areas);
  if (!document.hidden) deliver(live);
  else missed = missed.length < mostMissed ? [...missed, live] : [{ kind: "reset", reason: "much happened while the page was hidden" }];
}

function deliver(event: LiveEvent): void {
  if (event.kind === "reset") readAgain();
  for (const [topic, followers] of listeners) {
    const concerned = event.kind === "reset" || kindsOf[topic.split(":", 1)[0] ?? ""]?.includes(event.kind);
    if (concerned) for (const listener of followers) listener(event);
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  const events = missed;
  missed = [];
  events.forEach(deliver);
});
