import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveEvent } from "../../view/index.js";
import { FollowingQueries, type Source } from "./following.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const asker = { level: "view", signal: new AbortController().signal } as const;

/** Queries that answer with their name, and say what was done with them. */
function aSource(name: string, done: string[]) {
  let tell = (_: readonly LiveEvent[]) => {};
  const source: Source = {
    ask: async () => ({ status: 200, headers: {}, body: new TextEncoder().encode(name) }),
    follow: (listener) => {
      tell = listener;
    },
    watch: (periodMs) => done.push(`${name} watch ${periodMs}`),
    close: async () => void done.push(`${name} close`),
  };
  return { source, tell: (events: readonly LiveEvent[]) => tell(events) };
}

it("06 § 15.1: asks where the records are, also when the homehost moves while somebody looks", async () => {
  const done: string[] = [];
  const sources = new Map<string, ReturnType<typeof aSource>>();
  let where = "here";
  const following = new FollowingQueries({
    where: async () => where,
    open: (name) => {
      const made = aSource(name, done);
      sources.set(name, made);
      return made.source;
    },
  });
  const heard: string[] = [];
  following.follow((events) => heard.push(...events.map((event) => ("reason" in event ? event.reason : event.kind))));
  const asked = async () => new TextDecoder().decode((await following.ask("hello", {}, asker)).body);

  following.watch(500);
  expect(await asked()).toBe("here");
  where = "server";
  expect(await asked()).toBe("here");
  vi.advanceTimersByTime(5000);
  expect(await asked()).toBe("server");
  expect(done).toEqual(["here watch 500", "server watch 500", "here close"]);
  sources.get("here")?.tell([{ kind: "filled", read: 1, of: 1 }]);
  sources.get("server")?.tell([{ kind: "hello", now: 1 }]);
  expect(heard).toEqual(["the records are at another place now", "hello"]);
  await following.close();
  expect(done.at(-1)).toBe("server close");
});

it("what cannot be told now is asked again", async () => {
  const places = [Promise.reject(new Error("no homehost")), Promise.resolve("here")];
  const following = new FollowingQueries({ where: () => places.shift() ?? Promise.resolve("here"), open: (name) => aSource(name, []).source });
  await expect(following.ask("hello", {}, asker)).rejects.toThrow("no homehost");
  expect((await following.ask("hello", {}, asker)).status).toBe(200);
});
