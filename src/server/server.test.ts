import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { makeLog } from "../base/index.js";
import { askToEnd, openRemoteRecords, pingServer, serverLogs } from "../rpc/index.js";
import { ownPusher } from "./pusher.js";
import { runServer, type ServerOptions } from "./server.js";

const version = "1.6590-0000";

/** A server in this process. */
function started(area = temporaryArea(), more: Partial<ServerOptions> = {}, pid = 4711) {
  const logs = join(area.toppath, "logs");
  const logFile = join(logs, `server-${pid}-alpha.log`);
  mkdirSync(logs, { recursive: true });
  writeFileSync(logFile, "");
  const log = makeLog(
    (_level, line) => {
      if (existsSync(logFile)) writeFileSync(logFile, `${line}\n`, { flag: "a" });
    },
    () => true,
  );
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const options: ServerOptions = {
    toppath: area.toppath,
    liveDirectory: area.place.liveDirectory,
    announced: "127.0.0.1",
    bindTo: "127.0.0.1",
    lowPort: 32_768,
    idleSeconds: 60,
    runtimeSeconds: 3600,
    logExpireDays: 30,
    version,
    log,
    logFile,
    openRecords: () => area.open(),
    requireRunsAllowed: () => {},
    startPusher: (records) => ownPusher(records, 5000),
    whenIdle: async () => {},
    isGone: async () => undefined,
    stop: stop.signal,
    pace: { tick: 20, heartbeat: 100, lookAtArea: 100, startLine: 1000, statistics: 1000 },
    ...more,
  };
  const ended = runServer(options);
  const address = async () => {
    for (;;) {
      const at = serverLogs(area.toppath).find(({ file }) => file === logFile)?.started;
      if (at !== undefined) return at;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { area, ended, address, logFile, logText: () => readFileSync(logFile, "utf8"), stop: () => stop.abort() };
}

const run = { target: ["x", "1"], runname: "r1", owner: "ann" };

describe("a server", () => {
  it("04-19: writes the start line, the files of its start, and touches its log", async () => {
    const { area, address, logText, logFile } = started();
    const { host, port, at } = await address();
    expect(logText()).toMatch(new RegExp(`^SERVER: running, megatest version: ${version}\nSERVER STARTED: ${host}:${port} AT ${at}\n`, "m"));
    for (const name of [".server-start", ".server-started"]) {
      expect(readFileSync(join(area.place.liveDirectory, name), "utf8")).toBe(`${process.pid}\n`);
    }
    const longAgo = new Date(1_000_000_000_000);
    utimesSync(logFile, longAgo, longAgo);
    await until(() => statSync(logFile).mtimeMs > longAgo.getTime());
  }, 10_000);

  it("04-20: answers the login of its own area and version only", async () => {
    const { area, address } = started();
    const at = await address();
    expect(await pingServer(at, area.toppath, version)).toEqual({ answers: true, why: "successful login" });
    expect(await pingServer(at, area.toppath, "1.6590-ffff")).toMatchObject({ answers: true });
    expect(await pingServer(at, area.toppath, "1.6501-0000")).toEqual({ answers: false, why: "another version" });
    const other = temporaryArea();
    writeFileSync(join(other.toppath, ".mt-token"), readFileSync(join(area.toppath, ".mt-token")));
    expect(await pingServer(at, other.toppath, version)).toEqual({ answers: false, why: "another area" });
    const stranger = temporaryArea();
    expect(await pingServer(at, stranger.toppath, version)).toEqual({ answers: false, why: "this needs the token of the area" });
  });

  it("ends when a client asks for it, and copies everything to the area first", async () => {
    const { area, address, ended } = started();
    const at = await address();
    const lines: string[] = [];
    const log = makeLog(
      (_level, line) => lines.push(line),
      () => true,
    );
    const homehost = async () => ({ address: "127.0.0.1", isThisHost: true });
    const records = openRemoteRecords({ toppath: area.toppath, areaName: "demo", homehost, program: "/nowhere", version, log });
    await records.registerRun(run);
    await records.close();
    await askToEnd(at, area.toppath);
    expect(await ended).toBe(true);
    expect(area.query(area.place.areaFile, "SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
    expect(existsSync(area.place.unsyncedMarker)).toBe(false);
    expect((await pingServer(at, area.toppath, version)).answers).toBe(false);
  });

  it("04-22: ends when it was idle for its time", async () => {
    const { ended, logText } = started(temporaryArea(), { idleSeconds: 0.3 });
    expect(await ended).toBe(true);
    expect(logText()).toMatch(/SERVER: ending, nobody has asked for anything for 0.3 s\nTOTAL: 0 api calls since start\.\n.*SERVER: ended/s);
  });

  it("04 § 24.4: does what there is to do for the area before it ends of idleness, and serves on meanwhile", async () => {
    let finish = () => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = 0;
    const whenIdle = () => {
      begun++;
      return work;
    };
    const { area, ended, address, logText } = started(temporaryArea(), { idleSeconds: 0.2, whenIdle });
    const at = await address();
    await until(() => begun === 1);
    expect((await pingServer(at, area.toppath, version)).answers).toBe(true);
    expect(logText()).not.toContain("SERVER: ending");
    finish();
    expect(await ended).toBe(true);
    expect(begun).toBeLessThanOrEqual(2);
  }, 10_000);

  it("04 § 24.4: tells that work to stop when it must end, and waits for it", async () => {
    let [isBegun, isStopped] = [false, false];
    const whenIdle = (told: AbortSignal) =>
      new Promise<void>((resolve) => {
        isBegun = true;
        told.addEventListener("abort", () => {
          isStopped = true;
          resolve();
        });
      });
    const { ended, address, stop } = started(temporaryArea(), { idleSeconds: 0.1, whenIdle });
    await address();
    await until(() => isBegun);
    stop();
    await ended;
    expect(isStopped).toBe(true);
  }, 10_000);

  it("is not idle while others of its host write what it copies", async () => {
    const { area, ended, address, stop } = started(temporaryArea(), { idleSeconds: 0.2 });
    await address();
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    const begin = Date.now();
    while (Date.now() - begin < 1000) {
      writeFileSync(area.place.areaFile, "", { flag: "a" });
      utimesSync(area.place.areaFile, new Date(), new Date());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(isOver).toBe(false);
    stop();
    await ended;
  }, 10_000);

  it("ends when its time is over, is told to, is no longer the one, or cannot be found any more", async () => {
    const endings: [RegExp, Partial<ServerOptions>, (server: ReturnType<typeof started>) => void][] = [
      [/its time is over/, { runtimeSeconds: 0.2 }, () => {}],
      [/it was told to/, {}, ({ stop }) => stop()],
      [/the homehost is another one now/, { isGone: async () => "the homehost is another one now" }, () => {}],
    ];
    for (const [reason, options, act] of endings) {
      const server = started(temporaryArea(), options);
      await server.address();
      act(server);
      await server.ended;
      expect(server.logText()).toMatch(reason);
    }
  }, 10_000);

  it("ends when its area or its log is gone", async () => {
    const [removed, renamed] = [started(), started()];
    await Promise.all([removed.address(), renamed.address()]);
    rmSync(removed.area.toppath, { recursive: true });
    renameSync(renamed.logFile, `${renamed.logFile}.gz`);
    expect(await Promise.all([removed.ended, renamed.ended])).toEqual([true, true]);
  }, 15_000);

  it("is the only one of its area: a second one goes at once, and its log with it", async () => {
    const first = started();
    await first.address();
    const second = started(first.area, {}, 4712);
    expect(await second.ended).toBe(false);
    expect(existsSync(join(first.area.toppath, "logs/defunct-server-4712-alpha.log"))).toBe(true);
    first.stop();
    expect(await first.ended).toBe(true);
    const third = started(first.area, {}, 4713);
    await third.address();
    third.stop();
    expect(await third.ended).toBe(true);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
