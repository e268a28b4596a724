import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogMarks } from "../../../../view/index.js";
import { Logs } from "../logs.js";
import { pageOf, readMarks } from "./marks.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "marks-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const table = `<a name="summary"></a>
==========================LOGPRO SUMMARY==========================
<a name="Start_table" href="#Start">Trigger: Start  OK, count=1 </a>
</pre><p><table>
<tr><th>RuleNum</th><th>RuleType</th><th>Status</th><th>Comp</th><th>Count/Val</th><th>Desc</th><th>Count</th><th>Rx</th></tr>
<tr><td colspan="8">Expects for <b>LogFileBody</b> section:</td></tr>
<tr><td><a name="key_0_2" href="#key_0_1">rule-0</a></td><td class="warning">Warning</td><td class="fail">FAIL</td><td>=</td><td>0</td><td>slow &amp; late</td><td>1</td><td>/x/</td></tr>
<tr><td><a name="key_1_3" href="#key_1_1">rule-1</a></td><td class="error">Error</td><td class="fail">FAIL</td><td>=</td><td>0</td><td>Any error</td><td>2</td><td>/ERROR/</td></tr>
<tr><td><a name="key_3_2" href="#key_3_1">rule-3</a></td><td class="value">Value</td><td class="ok">OK</td><td>1.8</td><td>+/-</td><td>0.05</td><td>1.79</td><td>/v/</td></tr>
</table>
<h1 class="exitcode">EXIT CODE: 1 (FAIL)</h1></body></html>
`;
const page = (log: string) => `<html>\n<header>LOGPRO RESULTS</header><body>\n<hr><pre>\n${log}${table}`;
const first = '<a name="LogFileBodyStart"></a><a href="#LogFileBodyStart_table" class="trigger LogFileBodyStart">begin</a>\n';
const slow = '<a name="key_0_1"></a><a href="#key_0_2" class="warning">slow</a>\n';
const error = (turn: number, text: string) => `<a name="key_1_${turn}"></a><a href="#key_1_${turn + 1}" class="error strict">${text}</a>\n`;
const value = '<a name="key_3_1"></a><a href="#key_3_2" class="value">v=1.79</a>\n';

async function marksOf(log: string, html: string): Promise<LogMarks> {
  const use = async <T>(name: string, content: string, work: (file: FileHandle, path: string) => Promise<T>) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const file = await open(path);
    return work(file, path).finally(() => file.close());
  };
  return use("x.html", html, (pageFile) =>
    use("x.log", log, async (file, path) =>
      new Logs().read({ path, file, stats: await file.stat() }, async (readable) => {
        await readable.log.look(file, () => false);
        return readMarks(readable, pageFile, "x.html");
      }),
    ),
  );
}

describe("06 § 25.8: marks of log rules", () => {
  it("numbers the lines that were credited, with class and description, and names the first error", async () => {
    const marks = await marksOf(
      "begin\nslow\nplain\nERROR <b>\nv=1.79\nERROR two\n",
      page(`${first}${slow}plain\n${error(1, "ERROR &lt;b&gt;")}${value}${error(2, "ERROR two")}`),
    );
    expect(marks).toEqual({
      page: "x.html",
      marks: [
        { line: 2, class: "warning", description: "slow & late", isFailed: true },
        { line: 4, class: "error", description: "Any error", isFailed: true },
        { line: 5, class: "value", description: "expected 1.8 +/- 0.05, got 1.79", isFailed: false },
        { line: 6, class: "error", description: "Any error", isFailed: true },
      ],
      total: 4,
      firstError: 4,
      notice: "",
    });
  });

  it("finds lines that the page has at another place: left out sections, carriage returns", async () => {
    const log = "begin\nleft out\nleft out\n10%\r20%\nERROR <b>\n";
    const { marks, notice } = await marksOf(log, page(`${first}10%\n20%\n${error(1, "ERROR <b>")}`));
    expect(marks.map(({ line }) => line)).toEqual([5]);
    expect(notice).toBe("");
  });

  it("says when marked lines are not in the log any more", async () => {
    const { marks, firstError, notice } = await marksOf("begin\nother\nand more\n", page(`${first}${error(1, "ERROR gone")}`));
    expect([marks, firstError, notice]).toEqual([[], undefined, "1 marked lines of x.html are not in the log any more"]);
  });

  it("a trigger is a mark, the built-in one is not", async () => {
    const trigger = '<a name="Boot"></a><a href="#Boot_table" class="trigger Boot">boot</a>\n';
    expect((await marksOf("begin\nboot\n", page(`${first}${trigger}`))).marks).toEqual([
      { line: 2, class: "trigger", description: "Boot", isFailed: false },
    ]);
  });

  it("knows the page of a step's log", () => {
    expect(["a.log", "d/a.log.gz", "a.txt", "a.html"].map(pageOf)).toEqual(["a.html", "d/a.html", undefined, undefined]);
  });
});
