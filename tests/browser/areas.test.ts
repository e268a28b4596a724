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
    await expect.poll(() => page.locator("[role=grid]").first().textContent()).toMatch(/^MT_AREASYSRELEASE.*(here|attic)/);
    await goto("/ui/runs?target=attic/%25");
    await expect.poll(names).toEqual(["old"]);
    await page.locator(".run-name").click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/ui/run/@attic/x/1/old");
    await page.getByRole("heading", { name: "old" }).waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).search).toBe("?target=attic/%25");
  });

  it("06 § 34: the address of a run that was moved leads to where it is now", async () => {
    const { here, attic } = await areas();
    const { code, stderr } = await here.megatest(["-destination", attic.path, "-target", "x/1", "-runname", "r1"]);
    expect(code, stderr).toBe(0);
    const { page } = await open(here, { ...merged, path: "/ui/run/@here/x/1/r1?tab=list" });
    await expect.poll(() => new URL(page.url()).pathname).toBe("/ui/run/@attic/x/1/r1");
    await page.getByRole("heading", { name: "r1" }).waitFor();
  });

  it("06 § 34: an action on a run of another area says where it is done", async () => {
    const { here, attic } = await areas();
    const { page } = await open(here, { ...merged, path: "/ui/run/@attic/x/1/old" });
    await page
      .getByRole("button", { name: /Actions|More/ })
      .first()
      .click();
    await page.getByRole("menuitem", { name: /Rerun everything/ }).click();
    await page.getByText(`-start-dir ${attic.path}`).first().waitFor();
  });

  it("06-57: an area that cannot be read is named, and the others are shown", async () => {
    const { here, attic } = await areas();
    renameSync(attic.path, `${attic.path}.away`);
    const { page, origin, token } = await open(here, { ...merged, path: "/ui/runs" });
    const ask = async (question: string): Promise<unknown> =>
      (await fetch(`${origin}/api/v1/${question}`, { headers: { authorization: `Bearer ${token}` } })).json();
    await page.locator(".area-banner", { hasText: "attic: unreachable since" }).waitFor();
    await expect.poll(() => page.locator(".run-name").allTextContents()).toEqual(["r1"]);
    renameSync(`${attic.path}.away`, attic.path);
    await expect.poll(() => page.locator(".run-name").allTextContents(), { timeout: 20_000 }).toHaveLength(2);
    await expect.poll(() => page.locator(".area-banner").count()).toBe(0);
    await page.getByText("PASS").nth(1).waitFor();
    renameSync(attic.path, `${attic.path}.away`);
    await page.locator(".area-banner", { hasText: ", data from 20" }).waitFor();
    // What was read before stays; what is not known is not empty.
    expect(await page.locator(".run-name").allTextContents()).toHaveLength(2);
    expect(await ask("run?t=attic/x/1&r=old")).toMatchObject({
      error: { code: "busy", message: expect.stringContaining("area attic cannot be read") },
    });
    renameSync(`${attic.path}.away`, attic.path);
    await expect.poll(() => page.locator(".area-banner").count(), { timeout: 20_000 }).toBe(0);
  });
});
