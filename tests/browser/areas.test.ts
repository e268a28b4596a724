import { renameSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig } from "../kit/area.js";
import { browserTitle, chromiumPath, dashboardOpener } from "../kit/browser.js";

const makeArea = areaMaker(afterEach);
const open = dashboardOpener(afterEach, afterAll);

const tests = { "tests/a/testconfig": "[ezsteps]\ns echo hello\n" };
const named = (name: string, more = "") => standardConfig(more).replace("[setup]", `[setup]\narea-name ${name}`);

/** An area "here" with run r1, and an attic that it knows, with run old. */
async function areas() {
  const attic = makeArea({ ...tests, "megatest.config": named("attic") });
  const here = makeArea({ ...tests, "megatest.config": named("here", `[areas]\nattic path=${attic.path}\n`) });
  await here.run("-runname", "r1");
  await attic.run("-runname", "old");
  return { here, attic };
}

const merged = { args: ["-areas", "here,attic"] };

describe.skipIf(chromiumPath === undefined)(browserTitle, () => {
  it("06-56: the area is the first key line, and target=attic/% shows only attic's runs", async () => {
    const { here } = await areas();
    const { page, goto } = await open(here, { ...merged, path: "/ui/runs" });
    const names = () => page.locator(".run-name").allTextContents();
    await expect.poll(names).toHaveLength(2);
    expect(await page.locator(".key-name, .keys").allTextContents()).toBeDefined();
    await goto("/ui/runs?target=attic/%25");
    await expect.poll(names).toEqual(["old"]);
    await page.locator(".run-name").click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/ui/run/@attic/x/1/old");
    await page.getByText("old").first().waitFor();
  });

  it("06-57: an area that cannot be read is named, and the others are shown", async () => {
    const { here, attic } = await areas();
    renameSync(attic.path, `${attic.path}.away`);
    const { page } = await open(here, { ...merged, path: "/ui/runs" });
    await page.locator(".area-banner", { hasText: "attic: unreachable since" }).waitFor();
    await expect.poll(() => page.locator(".run-name").allTextContents()).toEqual(["r1"]);
    renameSync(`${attic.path}.away`, attic.path);
    await expect.poll(() => page.locator(".run-name").allTextContents(), { timeout: 20_000 }).toHaveLength(2);
    await expect.poll(() => page.locator(".area-banner").count()).toBe(0);
  });
});
