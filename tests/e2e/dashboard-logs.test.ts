import { appendFileSync, closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LogDiff, LogMarks, LogWindow, SearchNews } from "../../src/view/index.js";
import { TestArea } from "../kit/area.js";
import { dashboardMaker, type TestDashboard } from "../kit/dashboard.js";
import { bearer, send, type WebReply } from "../kit/web.js";

const dashboard = dashboardMaker(afterEach);

let area: TestArea;
let rundir: string;

beforeAll(async () => {
  const rules = '[logpro]\ncheck (expect:error in "LogFileBody" = 0 "Any error" #/ERROR/)\n';
  area = new TestArea({
    "tests/lint/testconfig": `[ezsteps]\ncheck ./check.sh\n${rules}`,
    "tests/lint/check.sh": '#!/bin/sh\necho "start of $MT_RUNNAME at $(date +%H:%M:%S)"\necho plain\necho "ERROR one"\n',
  });
  await area.run();
  await area.run("-runname", "r2");
  rundir = join(area.path, "links/x/1/r1/lint");
});
afterAll(() => area.remove());

const ofTest = (name: string, more: Readonly<Record<string, string | number>> = {}) =>
  new URLSearchParams({
    t: "x/1",
    r: "r1",
    n: "lint",
    i: "",
    f: name,
    ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, String(value)])),
  });

async function asked<T>(board: TestDashboard, query: string, params: URLSearchParams): Promise<{ answer: T; bytes: number; status: number }> {
  const reply = await board.ask(`${query}?${params}`);
  return { answer: reply.json() as T, bytes: reply.body.length, status: reply.status };
}

/** Asks until the lines are counted that far. */
async function linesFrom(board: TestDashboard, name: string, from: number): Promise<{ lines: LogWindow["lines"]; largest: number }> {
  for (let largest = 0; ; ) {
    const { answer, bytes } = await asked<LogWindow>(board, "test/lines", ofTest(name, { from, count: 500 }));
    largest = Math.max(largest, bytes);
    if (answer.lines.length > 0) return { lines: answer.lines, largest };
    if (answer.state.complete) throw new Error(`there is no line ${from}`);
  }
}

describe("logs of a test over HTTP", () => {
  it("06-31: line 50,000,000 of a 10 GB log is given, and no answer exceeds 2 MB", async () => {
    const path = join(rundir, "huge.log");
    const fd = openSync(path, "w");
    const blank = Buffer.alloc(1_000_000, "\n");
    for (let written = 0; written < 50; written++) writeSync(fd, written === 49 ? blank.subarray(1) : blank);
    writeSync(fd, "this is line 50000000\n");
    ftruncateSync(fd, 10 * 2 ** 30);
    closeSync(fd);
    appendFileSync(path, "\nthe last line\n");
    const board = await dashboard(area).ready();
    const { lines, largest } = await linesFrom(board, "huge.log", 50_000_000);
    expect(lines[0]).toBe("this is line 50000000");
    expect(largest).toBeLessThan(2_000_000);
    const tail = await asked<LogWindow>(board, "test/lines", ofTest("huge.log", { tail: 1 }));
    expect(tail.answer).toMatchObject({ lines: ["the last line"], state: { complete: false } });
  });

  it("06-32: ranges of bytes: 206 with the right ones, 416 beyond the end, If-Range of another file gives all", async () => {
    writeFileSync(join(rundir, "bytes.bin"), "0123456789");
    const board = await dashboard(area).ready();
    const get = (headers: Record<string, string>): Promise<WebReply> =>
      send(board.port, `/api/v1/test/file?${ofTest("bytes.bin")}`, { headers: { ...bearer(board.token), ...headers } });
    const whole = await get({});
    expect([whole.status, String(whole.body), whole.headers["accept-ranges"]]).toEqual([200, "0123456789", "bytes"]);
    const part = await get({ range: "bytes=2-4" });
    expect([part.status, String(part.body), part.headers["content-range"]]).toEqual([206, "234", "bytes 2-4/10"]);
    const last = await get({ range: "bytes=-3", "if-range": String(whole.headers["etag"]) });
    expect([last.status, String(last.body)]).toEqual([206, "789"]);
    const beyond = await get({ range: "bytes=10-" });
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, "bytes */10"]);
    const other = await get({ range: "bytes=2-4", "if-range": '"another"' });
    expect([other.status, String(other.body)]).toEqual([200, "0123456789"]);
  });

  it("06-35: a hostile expression ends with a notice within 30 s, and other clients are not held up", async () => {
    writeFileSync(join(rundir, "hostile.log"), `${`${"a".repeat(60)}!\n`.repeat(1000)}`);
    const board = await dashboard(area).ready();
    const search = async () => {
      for (let since = 0; ; ) {
        const { answer } = await asked<SearchNews>(board, "test/grep", ofTest("hostile.log", { q: "^(a+)+$", regex: 1, search: "s", since }));
        since = answer.next;
        if (answer.end.kind !== "searching") return answer.end;
      }
    };
    let others = 0;
    const end = search();
    for (let isOver = false; !isOver; ) {
      const { status } = await asked<LogWindow>(board, "test/lines", ofTest("check.log", { from: 1 }));
      expect(status).toBe(200);
      others++;
      isOver = await Promise.race([end.then(() => true), new Promise<false>((done) => setTimeout(done, 1, false))]);
    }
    expect(await end).toEqual({ kind: "slow-line", line: 1 });
    // While the expression was tried, the others got their answers.
    expect(others).toBeGreaterThan(3);
  });

  it("06-37: a link in a rundir that leads out of it is not followed, whatever asks", async () => {
    symlinkSync("/etc/passwd", join(rundir, "passwd.log"));
    const board = await dashboard(area).ready();
    for (const query of ["test/file", "test/lines", "test/grep", "test/logdiff"]) {
      const params = ofTest("passwd.log", { from: 1, q: "root", search: "p", with: "x/1/r2" });
      const reply = await board.ask(`${query}?${params}`);
      expect([query, reply.status]).toEqual([query, 403]);
      expect(String(reply.body)).not.toContain("root:");
    }
  });

  it("06 § 25.8: marks of log rules name the lines and the first error", async () => {
    const board = await dashboard(area).ready();
    const { answer } = await asked<LogMarks>(board, "test/marks", ofTest("check.log"));
    expect(answer).toEqual({
      page: "check.html",
      marks: [{ line: 3, class: "error", description: "Any error", isFailed: true }],
      total: 1,
      firstError: 3,
      notice: "",
    });
    expect((await asked<LogMarks>(board, "test/marks", ofTest("bytes.log"))).status).toBe(404);
  });

  it("06 § 25.9: the log of two runs differs in its first line, or not at all when times are ignored", async () => {
    const board = await dashboard(area).ready();
    const { answer } = await asked<LogDiff>(board, "test/logdiff", ofTest("check.log", { with: "x/1/r2" }));
    expect(answer.parts).toEqual([
      { kind: "changed", left: { line: 1, count: 1 }, right: { line: 1, count: 1 } },
      { kind: "same", left: { line: 2, count: 2 }, right: { line: 2, count: 2 } },
    ]);
    writeFileSync(join(area.path, "links/x/1/r2/lint/times.log"), "12:00:01 a\n12:00:02 b\n");
    writeFileSync(join(rundir, "times.log"), "13:00:01 a\n13:00:02 b\n");
    const ignoring = await asked<LogDiff>(board, "test/logdiff", ofTest("times.log", { with: "x/1/r2", times: 1 }));
    expect(ignoring.answer.parts).toEqual([{ kind: "same", left: { line: 1, count: 2 }, right: { line: 1, count: 2 } }]);
  });
});
