import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const open = dashboardOpener(afterEach, afterAll);
let area: TestArea;
let ids: { readonly run: string; readonly test: string };

beforeAll(async () => {
  area = new TestArea({ "tests/a/testconfig": "[ezsteps]\ns echo hello\n" });
  await area.run();
  const [row] = area.query("SELECT run_id, id FROM tests WHERE testname = 'a'");
  ids = { run: String(row?.["run_id"]), test: String(row?.["id"]) };
});
afterAll(() => area.remove());

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06 § 18.1: addresses with ids lead to those with names, without an entry in the history", async () => {
    const { page, goto, origin } = await open(area, { path: "/ui/help" });
    const leads = async (path: string, named: string) => {
      await goto(path);
      await page.waitForURL(`${origin}${named}`);
    };
    await leads(`/ui/id/${ids.run}/${ids.test}`, "/ui/test/x/1/r1/a");
    await leads(`/ui/id/${ids.run}`, "/ui/run/x/1/r1");
    await leads(`/test_log?runid=${ids.run}&testname=a`, "/ui/log/x/1/r1/a");
    await page.goBack();
    await page.waitForURL(`${origin}/ui/run/x/1/r1`);
  });

  it("an id of nothing says so", async () => {
    const { page } = await open(area, { path: "/ui/id/999/1" });
    await page.getByText("there is no run with the id 999").waitFor();
    expect(new URL(page.url()).pathname).toBe("/ui/id/999/1");
  });
});
