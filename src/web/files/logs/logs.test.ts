import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogLine, LogWindow } from "../../../view/index.js";
import { type LinesAsked, Logs } from "./logs.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(logs: Logs, path: string, asked: Omit<Extract<LinesAsked, { kind: "from" }>, "raw"> | LinesAsked): Promise<LogWindow> {
  const file = await open(path);
  try {
    return await logs.lines({ path, file, stats: await file.stat() }, { raw: false, ...asked });
  } finally {
    await file.close();
  }
}

/** As often as a client would ask until all is counted. */
async function settled(logs: Logs, path: string, asked: LinesAsked): Promise<LogWindow> {
  for (;;) {
    const { state } = await linesOf(logs, path, tail(0));
    if (state.complete) return linesOf(logs, path, asked);
  }
}

const from = (first: number, count: number, raw = false): LinesAsked => ({ kind: "from", from: first, count, raw });
const tail = (count: number): LinesAsked => ({ kind: "tail", count, raw: false });
const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const cut = (line: LogLine | undefined) => (typeof line === "object" ? line : expect.fail("the line is not cut"));

describe("06 § 25.1: windows of lines", () => {
  it("gives lines by number, the last one even without a newline", async () => {
    const path = write("plain", "one\ntwo\n\nfour");
    const logs = new Logs();
    const window = await settled(logs, path, from(2, 10));
    expect(window).toMatchObject({ binary: false, from: 2, lines: ["two", "", "four"], state: { lines: 4, bytes: 13, counted: 13, complete: true } });
    expect((await settled(logs, path, tail(2))).lines).toEqual(["", "four"]);
    expect(await settled(logs, path, tail(2))).toMatchObject({ from: 3 });
    expect((await settled(logs, path, from(5, 10))).lines).toEqual([]);
    expect((await settled(logs, write("empty", ""), from(1, 10))).lines).toEqual([]);
  });

  it("stays below 2 MB: large lines make it give fewer", async () => {
    const path = write("wide", `${"x".repeat(4990)}\n`.repeat(1000));
    const window = await settled(new Logs(), path, from(1, 1000));
    expect(window.lines.length).toBeGreaterThan(300);
    expect(window.lines.length).toBeLessThan(400);
    expect(JSON.stringify(window).length).toBeLessThan(2_000_000);
  });

  it("06-34: cuts a 10 MB line after 5,000 characters and gives more of it", async () => {
    const long = "é".repeat(5_000_000);
    const path = write("long", `${long}\nend\n`);
    const logs = new Logs();
    const window = await settled(logs, path, from(1, 2));
    expect(window.lines[1]).toBe("end");
    const line = cut(window.lines[0]);
    expect(line).toEqual({ text: long.slice(0, 5000), shown: 10_000, bytes: 10_000_000 });
    const more = await settled(logs, path, { kind: "more", line: 1, skip: line.shown, raw: false });
    expect(more.lines).toEqual([{ text: long.slice(0, 100_000), shown: 210_000, bytes: 10_000_000 }]);
    expect((await settled(logs, path, { kind: "more", line: 1, skip: 10_000_000, raw: false })).lines).toEqual([]);
  });

  it("06-34: shows the final text of a progress bar of 10 MB, and all of it when raw", async () => {
    const bar = Array.from({ length: 900_000 }, (_, index) => `\r${index / 9000} %`).join("");
    const path = write("bar", `${bar}\n\u001b[32mok\u001b[0m\r\n`);
    const logs = new Logs();
    expect((await settled(logs, path, from(1, 2))).lines).toEqual(["99.99988888888889 %", "\u001b[32mok\u001b[0m"]);
    const raw = await settled(logs, path, from(1, 2, true));
    expect(cut(raw.lines[0]).text).toBe(bar.slice(0, 5000));
    expect(raw.lines[1]).toBe("\u001b[32mok\u001b[0m\r");
  });

  it("06-34: shows replacement characters for what is no UTF-8, and knows binary files", async () => {
    const logs = new Logs();
    expect((await settled(logs, write("invalid", Buffer.from([0x61, 0xe9, 0x62, 10])), from(1, 1))).lines).toEqual(["a\ufffdb"]);
    expect(await settled(logs, write("binary", Buffer.from([0x61, 0, 10])), from(1, 1))).toMatchObject({ binary: true, lines: [] });
  });

  it("06 § 25.6: reads compressed logs through, and says where they are damaged", async () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `line ${index + 1}\n`).join("");
    const packed = gzipSync(text);
    const logs = new Logs();
    expect((await settled(logs, write("log.gz", packed), from(49_999, 10))).lines).toEqual(["line 49999", "line 50000"]);
    const broken = await settled(logs, write("broken.gz", packed.subarray(0, packed.length / 2)), from(1, 1));
    expect(broken).toMatchObject({ lines: ["line 1"], state: { cutBecause: "the compressed log ends in the middle" } });
    expect((await settled(logs, write("not.gz", "plain\n"), from(1, 1))).lines).toEqual(["plain"]);
    await logs.close();
  });
});

type Change = { readonly kind: "append" | "rewrite" | "rotate"; readonly text: string } | { readonly kind: "truncate"; readonly share: number };

const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\n", "é", "cc "), maxLength: 60 }).map((piece) => piece.repeat(40));
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("append" as const), text }) },
  fc.record({ kind: fc.constantFrom("rewrite" as const, "rotate" as const), text }),
  fc.record({ kind: fc.constant("truncate" as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

it("06 § 25.1, 25.2: agrees with a naive reader while the file is written, truncated, rewritten and rotated", async () => {
  let clock = 1_700_000_000;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(change, fc.nat(3000), fc.nat(20)), { maxLength: 8 }), async (steps) => {
      const path = write("changing", "");
      const logs = new Logs();
      let content = "";
      let version = (await settled(logs, path, from(1, 1))).state.version;
      for (const [step, first, count] of steps) {
        const isSame = step.kind === "append";
        content = apply(path, content, step);
        utimesSync(path, clock, ++clock);
        const lines = content.split("\n");
        if (lines.at(-1) === "") lines.pop();
        const window = await settled(logs, path, from(first + 1, count + 1));
        expect(window.state.lines).toBe(lines.length);
        expect(window.lines).toEqual(lines.slice(first, first + count + 1));
        expect((await settled(logs, path, tail(count + 1))).lines).toEqual(lines.slice(-count - 1));
        if (isSame && step.text !== "") expect(window.state.version).toBe(version);
        version = window.state.version;
      }
    }),
    { numRuns: 60 },
  );
});

function apply(path: string, content: string, step: Change): string {
  switch (step.kind) {
    case "append":
      appendFileSync(path, step.text);
      return content + step.text;
    case "rewrite":
      writeFileSync(path, step.text);
      return step.text;
    case "rotate":
      writeFileSync(`${path}.new`, step.text);
      renameSync(`${path}.new`, path);
      return step.text;
    case "truncate": {
      const kept = content.slice(0, Math.floor(content.length * step.share));
      truncateSync(path, Buffer.byteLength(kept));
      return kept;
    }
  }
}
