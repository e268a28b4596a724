import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { clockTime } from "../base/index.js";
import type { StepRecord } from "../model/index.js";
import { summaryPage, writeSummaryPage } from "./summary-page.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => area.remove());

const step = (fields: Partial<StepRecord>): StepRecord => ({
  id: 1,
  test_id: 1,
  stepname: "s1",
  state: "start",
  status: "-",
  event_time: 1_700_000_000,
  comment: "",
  logfile: "",
  ...fields,
});

describe("test-summary.html", () => {
  it("names the test, its verdict with the final log, date, duration and steps", async () => {
    const fields = { state: "COMPLETED", status: "FAIL", final_logf: "s1.html", run_duration: 3723, event_time: 1_700_000_000 };
    const { id, rundir } = area.addTest(1, "t/a/b", fields);
    area.steps.push(step({}), step({ id: 2, state: "end", status: "1", event_time: 1_700_000_063, logfile: "s1.html" }));
    const { records, log } = area.services;
    await writeSummaryPage({ records, log, payload: { testId: id }, rundir });
    const text = readFileSync(join(rundir, "test-summary.html"), "utf8");
    expect(text).toContain("<title>Summary for t/a/b</title>");
    expect(text).toContain("<h1>Summary for t/a/b</h1>");
    expect(text).toContain('<span style="color: red"><a href="s1.html">FAIL</a></span>');
    expect(text).toContain("1hr 2m 3s");
    expect(text).toMatch(/<td>ww46\.[23] \d\d:\d\d<\/td>/);
    const times = [1_700_000_000, 1_700_000_063].map(clockTime);
    const cells = ["s1", ...times, "1", "1m 3s", '<a href="s1.html">s1.html</a>'];
    expect(text).toContain(`<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  });

  it("escapes what tests may have written", () => {
    const hostile = { item_path: "<script>", comment: "\"&'", final_logf: "javascript:alert(1)", status: "<b>" };
    const text = summaryPage({ ...area.addTest(1, "t"), ...hostile }, []);
    expect(text).not.toMatch(/<script|<b>|href="javascript:/);
    expect(text).toContain("&lt;script&gt;");
    expect(text).toContain("&quot;&amp;&#39;");
    expect(text).toContain('href="javascript%3Aalert%281%29"');
  });

  it("that it cannot be written is only logged", async () => {
    const { id } = area.addTest(1, "t");
    const { records, log } = area.services;
    await writeSummaryPage({ records, log, payload: { testId: id }, rundir: "/nosuch/place" });
    expect(area.messages.join("\n")).toMatch(/ERROR: cannot write the summary page of t/);
  });
});
