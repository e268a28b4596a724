import { afterEach, describe, expect, it, vi } from "vitest";
import { bearer, echoQueries, send, serveWeb } from "../../../tests/kit/web.js";
import { silentLog } from "../../base/index.js";
import type { LiveEvent } from "../../view/index.js";
import type { Listener } from "../http/listen.js";
import { Hub } from "../live/hub.js";
import { liveRoutes } from "../live/routes.js";
import { Refused } from "../refused.js";
import { RemoteQueries } from "./remote.js";
import type { Queries } from "./thread.js";

const closing: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

/** The server of an area, with a hub whose events are published by the test. */
async function aServer(queries: Queries = echoQueries): Promise<Listener & { readonly hub: Hub }> {
  const hub = new Hub({ source: { follow: () => {}, watch: () => {} }, periodMs: 500, keys: { count: 2, hasAreas: false } });
  const listener = await serveWeb({ options: { queries, routes: liveRoutes(hub) }, guard: { ownToken: "area" } });
  closing.push(listener, hub);
  return { ...listener, hub };
}

function aRemote(ports: readonly number[], token = "area"): { readonly remote: RemoteQueries; readonly found: number[] } {
  const found: number[] = [];
  const left = [...ports];
  const find = async () => {
    const port = (left.length > 1 ? left.shift() : left[0]) ?? 0;
    found.push(port);
    return { host: "127.0.0.1", port };
  };
  const remote = new RemoteQueries({ find, token: () => token, hello: { user: "me", readOnlyBecause: "" }, log: silentLog });
  closing.push(remote);
  return { remote, found };
}

const asker = (level: "view" | "admin" = "admin") => ({ level, signal: new AbortController().signal });
const textOf = (body: Uint8Array) => new TextDecoder().decode(body);

describe("06 § 15.1: questions that are passed on", () => {
  it("keep their parameters and the level of who asks", async () => {
    const { remote } = aRemote([(await aServer()).port]);
    const { body, headers } = await remote.ask("run/tests", { t: "a/b", r: "n&1 +%" }, asker("view"));
    expect(JSON.parse(textOf(body))).toEqual({ name: "run/tests", given: { t: "a/b", r: "n&1 +%" }, level: "view" });
    expect(headers).toMatchObject({ etag: '"echo"' });
  });

  it("the greeting is that of the dashboard, by way of the server", async () => {
    const { remote } = aRemote([(await aServer()).port]);
    expect(JSON.parse(textOf((await remote.ask("hello", {}, asker())).body))).toMatchObject({
      level: "admin",
      user: "me",
      readOnlyBecause: "",
      via: "127.0.0.1",
    });
  });

  it("are refused as the server refuses them", async () => {
    const refusing: Queries = { ...echoQueries, ask: () => Promise.reject(new Refused("moved", "gone to attic", { area: "attic" })) };
    const { remote } = aRemote([(await aServer(refusing)).port]);
    await expect(remote.ask("run", {}, asker())).rejects.toMatchObject({
      code: "moved",
      message: "gone to attic",
      detail: { area: "attic" },
      status: 410,
    });
    const stranger = aRemote([(await aServer()).port], "wrong").remote;
    await expect(stranger.ask("run", {}, asker())).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("go to the next server when the one before is gone, and no further", async () => {
    const [first, second] = [await aServer(), await aServer()];
    const { remote, found } = aRemote([first.port, second.port]);
    await remote.ask("runs", {}, asker());
    await first.close();
    expect((await remote.ask("runs", {}, asker())).status).toBe(200);
    expect(found).toEqual([first.port, second.port]);
    await second.close();
    await expect(remote.ask("runs", {}, asker())).rejects.toMatchObject({ code: "busy" });
  });

  it("end with who asked", async () => {
    const silent: Queries = { ...echoQueries, ask: () => new Promise(() => {}) };
    const { remote } = aRemote([(await aServer(silent)).port]);
    const abort = new AbortController();
    const asked = remote.ask("runs", {}, { level: "view", signal: abort.signal }).catch((error: Error) => error.message);
    abort.abort();
    expect(await asked).toBe("nobody waits for the answer any more");
  });

  it("no level above one's own can be asked for", async () => {
    const { port } = await aServer();
    const reply = await send(port, "/api/v1/x", { headers: { ...bearer("view"), "megatest-level": "admin" } });
    expect(reply.json()).toMatchObject({ level: "view" });
  });
});

describe("06 § 15.1: events that are passed on", () => {
  it("come while somebody watches, and a stream that breaks off is begun again", async () => {
    const [first, second] = [await aServer(), await aServer()];
    const { remote } = aRemote([first.port, second.port]);
    const heard: LiveEvent[] = [];
    remote.follow((events) => heard.push(...events));
    remote.watch(500);
    await vi.waitFor(() => {
      first.hub.publish({ kind: "filled", read: 1, of: 2 });
      expect(heard).toContainEqual({ kind: "filled", read: 1, of: 2 });
    });
    await first.close();
    await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ kind: "reset" }));
    await vi.waitFor(
      () => {
        second.hub.publish({ kind: "filled", read: 2, of: 2 });
        expect(heard).toContainEqual({ kind: "filled", read: 2, of: 2 });
      },
      { timeout: 5000 },
    );
    remote.watch(undefined);
  });
});
