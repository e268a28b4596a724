import { describe, expect, it, vi } from "vitest";
import type { LiveTest, MatrixWindow } from "../../../../src/view/index.js";
import { aRun } from "../../../../tests/kit/records.js";
import { type Anchor, MatrixSource, type Question } from "./source.js";

/** A server that has these rows and runs, with a status for each; `+` before a name: collapsed, with its items' statuses. */
interface Served {
  readonly runs: readonly string[];
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly sums?: Readonly<Record<string, readonly (readonly [status: string, count: number][])[]>>;
  readonly reading?: readonly string[];
}

const question: Question = { params: {}, size: { rows: 4, cols: 4 }, isByVerdict: false, isByName: false };

function base64(array: Uint16Array | Int32Array): string {
  return Buffer.from(array.buffer).toString("base64");
}

function answer({ runs, rows, sums = {}, reading = [] }: Served, params: Readonly<Record<string, string | number>>): MatrixWindow {
  const names = Object.keys(rows);
  const [rn, cn] = [Number(params["rn"]), Number(params["cn"])];
  const r0 = params["row"] === undefined ? Number(params["r0"] ?? 0) : Math.max(0, names.indexOf(String(params["row"])));
  const c0 = params["col"] === undefined ? Number(params["c0"] ?? 0) : Math.max(0, runs.indexOf(`r${params["col"]}`));
  const [shownRows, shownRuns] = [names.slice(r0, r0 + rn), runs.slice(c0, c0 + cn)];
  const statuses = [
    ...new Set([
      ...Object.values(rows).flat(),
      ...Object.values(sums)
        .flat(2)
        .map(([status]) => status),
    ]),
  ].filter((status) => status !== "");
  const numberOf = (status: string) => statuses.indexOf(status) + 1;
  const cells = shownRows.flatMap((name) => shownRuns.map((run) => numberOf(rows[name]?.[runs.indexOf(run)] ?? "")));
  return {
    rev: `${names.join()} ${runs.join()}`,
    rows: names.length,
    cols: runs.length,
    tests: cells.length,
    isCollapsed: false,
    progress: { read: runs.length, of: runs.length },
    r0,
    c0,
    rowHead: shownRows.map((name) => {
      const [n = "", i = ""] = name.split("/");
      return sums[name] === undefined ? { n, i } : { n, i, kids: 2, collapsed: true as const };
    }),
    colHead: shownRuns.map((runname) => ({
      ...aRun({ id: Number(runname.slice(1)), runname }),
      counts: {},
      ...(reading.includes(runname) && { isReading: true as const }),
    })),
    combos: statuses.map((status) => ["COMPLETED", status] as const),
    cells: base64(Uint16Array.from(cells)),
    durations: base64(new Int32Array(cells.length).fill(5)),
    sums: Object.fromEntries(
      shownRows.flatMap((name, at) => {
        const sum = sums[name];
        return sum === undefined
          ? []
          : [[at, shownRuns.map((run) => (sum[runs.indexOf(run)] ?? []).flatMap(([status, count]) => [numberOf(status), count]))]];
      }),
    ),
    notices: [],
  };
}

/** A source that looks at the first rows and runs of a server, which may change. */
async function sourceOf(first: Served, view = { r0: 0, rn: 4, c0: 0, cn: 4 }) {
  let served = first;
  const asked: Readonly<Record<string, string | number>>[] = [];
  const moves: unknown[] = [];
  const place: { anchor: Anchor; hold: Promise<void> } = { anchor: {}, hold: Promise.resolve() };
  const source = new MatrixSource({
    ask: async (params) => {
      asked.push(params);
      const made = answer(served, params);
      await place.hold;
      return made;
    },
    changed: () => {},
    failed: (error) => {
      throw error;
    },
    view: () => view,
    anchor: () => place.anchor,
    moved: (shift) => moves.push(shift),
  });
  source.show(question, {});
  await vi.waitFor(() => expect(source.isWaiting).toBe(false));
  source.look(view);
  const status = (row: number, col: number) => source.looks.look(source.snapshot?.cell(row, col)?.look ?? 0)?.verdict.status;
  return { source, asked, moves, place, status, serve: (next: Served) => (served = next) };
}

function changed(name: string, r: string, status: string, fields: Partial<LiveTest> = {}): LiveTest {
  const [n = "", i = ""] = name.split("/");
  const kind = status === "" ? "gone" : "changed";
  return { t: "x/1", r, n, i, id: 1, state: "COMPLETED", status, event_time: 9, run_duration: 7, kind, ...fields };
}

const simple: Served = { runs: ["r2", "r1"], rows: { a: ["PASS", "FAIL"], b: ["", "PASS"] } };

describe("06-19: events change cells without a question", () => {
  it("to verdicts of any kind, and to nothing", async () => {
    const { source, status, asked } = await sourceOf(simple);
    const before = asked.length;
    expect([status(0, 0), status(0, 1), status(1, 0)]).toEqual(["PASS", "FAIL", undefined]);
    source.take({
      kind: "tests",
      tests: [changed("a", "r2", "WEIRD"), changed("a", "r1", ""), changed("b", "r2", "PASS"), changed("c", "r2", "PASS")],
    });
    expect([status(0, 0), status(0, 1), status(1, 0)]).toEqual(["WEIRD", undefined, "PASS"]);
    expect(source.snapshot?.cell(0, 0)?.duration).toBe(7);
    expect(asked.length).toBe(before);
  });

  it("and count the items of collapsed tests anew", async () => {
    const collapsed: Served = {
      ...simple,
      rows: { a: ["FAIL", "FAIL"] },
      sums: {
        a: [
          [
            ["PASS", 3],
            ["FAIL", 1],
          ],
          [],
        ],
      },
    };
    const { source } = await sourceOf(collapsed);
    const items = () => [...(source.snapshot?.cell(0, 0)?.items ?? [])].map(([look, count]) => `${source.looks.look(look)?.verdict.status} ${count}`);
    expect(items()).toEqual(["PASS 3", "FAIL 1"]);
    source.take({
      kind: "tests",
      tests: [changed("a/1", "r2", "PASS", { was: { state: "COMPLETED", status: "FAIL" } }), changed("a/2", "r2", "WARN", { kind: "new" })],
    });
    expect(items()).toEqual(["PASS 4", "FAIL 0", "WARN 1"]);
  });

  it("a block is read again when an event does not say what was before", async () => {
    const collapsed: Served = { ...simple, rows: { a: ["FAIL", "FAIL"] }, sums: { a: [[["PASS", 3]], []] } };
    const { source, asked } = await sourceOf(collapsed);
    const before = asked.length;
    source.take({ kind: "tests", tests: [changed("a/1", "r2", "PASS")] });
    await vi.waitFor(() => expect(asked[before]).toEqual({ r0: 0, c0: 0, rn: 4, cn: 4 }));
  });

  it("06-20: an answer that was made before an event does not take it back", async () => {
    const { source, place, status } = await sourceOf(simple);
    let release = () => {};
    place.hold = new Promise((done) => {
      release = done;
    });
    source.take({ kind: "reset", reason: "" });
    source.take({ kind: "tests", tests: [changed("a", "r2", "FAIL")] });
    release();
    await new Promise((done) => setTimeout(done, 20));
    expect(status(0, 0)).toBe("FAIL");
  });
});

describe("06-24: rows and runs that come and go", () => {
  it("leave what is looked at in its place, and are counted", async () => {
    const rows = { b: ["PASS", "PASS"], c: ["PASS", "PASS"] };
    const { source, place, moves, serve } = await sourceOf({ runs: ["r2", "r1"], rows });
    place.anchor = { row: { name: "c", index: 1 }, col: { id: 1, index: 1 } };
    serve({ runs: ["r4", "r3", "r2", "r1"], rows: { a: ["", "", "", ""], b: ["", "", "PASS", "PASS"], c: ["", "", "PASS", "PASS"] } });
    source.take({ kind: "run", runs: [] });
    await vi.waitFor(() => expect(moves.at(-1)).toEqual({ rows: 1, cols: 2, newRuns: 2 }), 3000);
    expect(source.snapshot?.cols).toBe(4);
  });

  it("begin at the start where nothing is to be kept", async () => {
    const { source, moves, serve } = await sourceOf(simple);
    serve({ runs: ["r3", "r2", "r1"], rows: { a: ["PASS", "PASS", "PASS"] } });
    source.take({ kind: "run", runs: [] });
    await vi.waitFor(() => expect(moves.at(-1)).toMatchObject({ cols: Number.NEGATIVE_INFINITY, newRuns: 0 }), 3000);
  });
});

describe("06 § 22.4: runs that are not in memory yet", () => {
  it("are asked for until they are", async () => {
    const { status, serve } = await sourceOf({ ...simple, reading: ["r1"] });
    expect(status(0, 1)).toBeUndefined();
    serve(simple);
    await vi.waitFor(() => expect(status(0, 1)).toBe("FAIL"), 3000);
  });

  it("windows are asked for in blocks, those on the screen first, a few at once", async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`t${at}`, ["PASS", "FAIL"]]));
    const { source, asked } = await sourceOf({ runs: ["r2", "r1"], rows: many });
    const before = asked.length;
    source.look({ r0: 16, rn: 16, c0: 0, cn: 2 });
    expect(asked.slice(before).map((params) => params["r0"])).toEqual([20, 24, 16, 28]);
  });
});
