import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aRun } from "../../../tests/kit/records.js";
import type { LiveEvent, LiveTest } from "../../view/index.js";
import type { Sink } from "./follower.js";
import { Hub } from "./hub.js";
import { Topics } from "./topics.js";

const keys = { count: 2, hasAreas: false };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function aTest(name: string, fields: Partial<LiveTest> = {}): LiveTest {
  const [n = "", i = ""] = name.split("/");
  return { t: "x/1", r: "r1", n, i, id: 1, state: "COMPLETED", status: "PASS", event_time: 1, run_duration: 1, kind: "changed", ...fields };
}

const tests = (...changed: LiveTest[]): LiveEvent => ({ kind: "tests", tests: changed });

/** A hub, and clients that keep what they are sent. */
function aHub() {
  const periods: (number | undefined)[] = [];
  const hub = new Hub({ source: { follow: () => {}, watch: (period) => periods.push(period) }, periodMs: 500, keys });
  return { hub, periods, listen: (topics = "matrix:x", lastId?: string) => aClient(hub, topics, lastId) };
}

function aClient(hub: Hub, topics: string, lastId: string | undefined) {
  let text = "";
  let close = () => {};
  const sink: Sink & { waiting: number } = {
    write: (more) => {
      text += more;
    },
    waiting: 0,
    onClose: (listener) => {
      close = listener;
    },
    close: () => close(),
  };
  hub.listen(sink, topics, lastId);
  const taken = () => {
    const messages = text.split("\n\n").filter((message) => message !== "" && !message.startsWith(":"));
    text = "";
    return messages.map((message) => ({
      id: /^id: (.*)$/m.exec(message)?.[1],
      event: /^event: (.*)$/m.exec(message)?.[1],
      data: JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? "null") as Record<string, unknown>,
    }));
  };
  return { sink, close: () => close(), taken, raw: () => text };
}

const named = (messages: ReturnType<ReturnType<typeof aClient>["taken"]>) =>
  messages.flatMap(({ event, data }) => (event === "tests" ? (data["tests"] as LiveTest[]).map(({ n, status }) => `${n} ${status}`) : [event]));

describe("06 § 20: events", () => {
  it("06-21: come in at most four batches a second, each test once and as it is at last", () => {
    const { hub, listen } = aHub();
    const client = listen();
    expect(named(client.taken())).toEqual(["hello"]);
    let batches = 0;
    for (let ms = 0; ms < 1000; ms += 10) {
      hub.publish(tests(aTest("a", { status: `S${ms}` })));
      vi.advanceTimersByTime(10);
      batches += client.taken().length;
    }
    expect(batches).toBeLessThanOrEqual(5);
    hub.publish(tests(aTest("a", { status: "FAIL" }), aTest("b")));
    hub.publish(tests(aTest("a", { status: "WARN" })));
    vi.advanceTimersByTime(250);
    expect(named(client.taken())).toEqual(["a WARN", "b PASS"]);
  });

  it("carry ids of this process that grow, the last message of a batch one for all of it", () => {
    const { hub, listen } = aHub();
    const client = listen();
    hub.publish({ kind: "run", runs: [{ ...aRun(), kind: "new" }] });
    hub.publish(tests(aTest("a")));
    vi.advanceTimersByTime(250);
    const [, run, changed] = client.taken();
    expect(run?.id).toBeUndefined();
    expect(changed?.id).toMatch(/^[\w-]+\.2$/);
  });

  it("06-20: what a client missed is played again; when it is not known any more, it hears so", () => {
    const { hub, listen } = aHub();
    const first = listen();
    hub.publish(tests(aTest("a")));
    vi.advanceTimersByTime(250);
    const id = first.taken().at(-1)?.id;
    first.close();
    for (let k = 0; k < 500; k++) hub.publish(tests(aTest(`t${k}`)));
    const again = listen("matrix:x", id);
    vi.advanceTimersByTime(250);
    expect(named(again.taken()).slice(0, 3)).toEqual(["hello", "t0 PASS", "t1 PASS"]);
    const many = Array.from({ length: 1000 }, (_, k) => aTest(`m${k}`));
    for (let k = 0; k < 300; k++) hub.publish(tests(...many));
    expect(named(listen("matrix:x", id).taken())).toEqual(["hello", "reset"]);
    expect(named(listen("matrix:x", "other.5").taken())).toEqual(["hello", "reset"]);
  });

  it("of the moment before a page opened its stream are told too", () => {
    const { hub, listen } = aHub();
    hub.publish(tests(aTest("old")));
    vi.advanceTimersByTime(20_000);
    hub.publish(tests(aTest("recent")));
    const client = listen();
    vi.advanceTimersByTime(250);
    expect(named(client.taken())).toEqual(["hello", "recent PASS"]);
  });

  it("a client that does not read loses what it has not read, and hears so when it reads again", () => {
    const { hub, listen } = aHub();
    const client = listen();
    client.taken();
    client.sink.waiting = 2_000_000;
    hub.publish(tests(aTest("a")));
    vi.advanceTimersByTime(1000);
    expect(client.taken()).toEqual([]);
    client.sink.waiting = 0;
    vi.advanceTimersByTime(250);
    expect(named(client.taken())).toEqual(["reset"]);
    hub.publish(tests(aTest("b")));
    vi.advanceTimersByTime(250);
    expect(named(client.taken())).toEqual(["b PASS"]);
  });

  it("more than a megabyte at once is a reset", () => {
    const { hub, listen } = aHub();
    const client = listen();
    client.taken();
    hub.publish(tests(...Array.from({ length: 20_000 }, (_, k) => aTest(`t${k}`))));
    vi.advanceTimersByTime(250);
    expect(named(client.taken())).toEqual(["reset"]);
  });

  it("a comment every 15 s keeps proxies awake; nothing is looked for a minute after the last client left", () => {
    const { listen, periods } = aHub();
    const client = listen();
    client.taken();
    vi.advanceTimersByTime(15_000);
    expect(client.raw()).toBe(": here\n\n");
    expect(periods).toEqual([500]);
    client.close();
    vi.advanceTimersByTime(59_000);
    expect(periods).toEqual([500]);
    vi.advanceTimersByTime(2000);
    expect(periods).toEqual([500, undefined]);
    listen();
    expect(periods).toEqual([500, undefined, 500]);
  });

  it("can be asked for instead", () => {
    const { hub } = aHub();
    const { id } = hub.changesSince("matrix:x", undefined);
    hub.publish(tests(aTest("a")));
    expect(hub.changesSince("matrix:x", id).events).toEqual([tests(aTest("a"))]);
    expect(hub.changesSince("runs", id).events).toEqual([{ kind: "counts", runs: [{ t: "x/1", r: "r1" }] }]);
    expect(hub.changesSince("matrix:x", "other.1").events).toMatchObject([{ kind: "reset" }]);
  });
});

describe("06 § 20: topics", () => {
  const told = (topics: string, event: LiveEvent) => new Topics(topics, keys).concerning(event);
  const concerned = (topics: string, event: LiveEvent) => told(topics, event).find(({ kind }) => kind !== "counts");
  const other = aTest("c", { r: "r2" });

  it.each([
    ["matrix:abc", "a/1 b c"],
    ["runs", ""],
    ["run:x/1/r1", "a/1 b"],
    ["test:x/1/r1/a/1", "a/1"],
    ["test:x/1/r1/a", ""],
    ["jobs,test:x/1/r1/b,log:x,run:x/1/r2", "b c"],
    ["", ""],
  ])("%s concerns %s", (topics, expected) => {
    const event = concerned(topics, tests(aTest("a/1"), aTest("b"), other));
    const names = event?.kind === "tests" ? event.tests.map(({ n, i }) => (i === "" ? n : `${n}/${i}`)) : [];
    expect(names.join(" ")).toBe(expected);
  });

  it("06-25: whoever follows a test hears of its run", () => {
    const event: LiveEvent = { kind: "run", runs: ["r1", "r2"].map((runname) => ({ ...aRun({ runname }), kind: "gone" })) };
    expect(concerned("test:x/1/r2/a", event)).toMatchObject({ runs: [{ runname: "r2" }] });
    expect(concerned("test:x/1/r3/a", event)).toBeUndefined();
  });

  it("whoever follows all runs hears whose results change", () => {
    const event = tests(aTest("a"), aTest("b"), other);
    const counts = {
      kind: "counts",
      runs: [
        { t: "x/1", r: "r1" },
        { t: "x/1", r: "r2" },
      ],
    };
    expect(told("runs", event)).toEqual([counts]);
    expect(told("runs,test:x/1/r1/a", event)).toEqual([tests(aTest("a")), counts]);
    expect(told("runs,matrix:x", event)).toEqual([event]);
  });

  it("names with commas are understood", () => {
    const event = tests(aTest("a", { t: "x/1", r: "n,test:b" }));
    expect(concerned("run:x/1/n,test:b,runs", event)).toBeUndefined();
    expect(concerned("runs,run:x/1/n%2Ctest:b", event)).toEqual(event);
    const plain = tests(aTest("a", { r: "n,m" }));
    expect(concerned("run:x/1/n,m,runs", plain)).toEqual(plain);
  });

  it("runs go to who follows any, or that one; steps and data to who follows the test", () => {
    const run: LiveEvent = { kind: "run", runs: [{ ...aRun(), kind: "changed" }] };
    expect(concerned("runs", run)).toEqual(run);
    expect(concerned("run:x/1/r1", run)).toEqual(run);
    expect(concerned("run:x/1/r2", run)).toBeUndefined();
    const steps: LiveEvent = { kind: "steps", tests: [aTest("a")] };
    expect(concerned("test:x/1/r1/a", steps)).toEqual(steps);
    expect(concerned("matrix:x", steps)).toBeUndefined();
  });
});
