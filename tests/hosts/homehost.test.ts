import { expect, it } from "vitest";
import { describeHosts } from "../kit/hosts.js";

const files = { "tests/a/testconfig": "[ezsteps]\ns true\n" };

describeHosts("an area that no host keeps yet", (hosts) => {
  const { alpha, beta } = hosts;
  const run = ["-run", "-target", "x/1", "-runname", "r1", "-run-wait"];

  it("04-16: is kept by the host where the first command runs, under the address that others reach it by", async () => {
    const area = hosts.area(files);
    const { code, stderr } = await alpha.megatest(area, run);
    expect(code, stderr).toBe(0);
    expect(area.read(".homehost").split("\n")[0]).toBe(alpha.address);
    expect(area.verdicts()).toEqual({ a: "COMPLETED/PASS" });
  });

  it("on another host -list-runs shows its runs or says which host it is", async () => {
    const area = hosts.area(files);
    expect(await alpha.megatest(area, run)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await beta.megatest(area, ["-list-runs", "%"]);
    if (code === 0) expect(stdout).toContain("r1");
    else expect(stderr).toMatch(/ERROR: .*homehost/);
    expect(area.read(".homehost").split("\n")[0]).toBe(alpha.address);
  });
});
