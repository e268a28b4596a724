import { describe, expect, it } from "vitest";
import { fieldsIn, formOf, freeName, paramsOf, toggledIn, weekName } from "./launch-params.js";

describe("06 § 32.1: the launch form in the address", () => {
  it("what is as by default is left out, and comes back", () => {
    const fields = fieldsIn({}, "ww01.1");
    expect(fields).toMatchObject({ target: "", runname: "ww01.1", cleanCache: true, preclean: false });
    const changes = { target: "a/b", testpatt: "x,y/1", cleanCache: false, force: true, rerun: "FAIL,ABORT" };
    const params = paramsOf(changes);
    expect(params).toEqual({ target: "a/b", test: "x,y/1", cache: "0", force: "1", rerun: "FAIL,ABORT" });
    expect(fieldsIn(params as Record<string, string>, "ww01.1")).toEqual({ ...fields, ...changes });
    expect(paramsOf({ ...fields, runname: "n" })).toEqual({
      ...Object.fromEntries(Object.keys(paramsOf(fields)).map((name) => [name, undefined])),
      run: "n",
    });
  });

  it("is asked about once target and run name are whole", () => {
    const fields = { ...fieldsIn({}, "r"), target: "a/b", rerun: "FAIL, ABORT" };
    expect(formOf(fields, 2)).toMatchObject({ target: "a/b", runname: "r", rerun: ["FAIL", "ABORT"] });
    for (const target of ["", "a", "a/", "a/b/c"]) expect(formOf({ ...fields, target }, 2)).toBeUndefined();
    expect(formOf({ ...fields, runname: " " }, 2)).toBeUndefined();
  });

  it.each([
    ["2026-11-24", "ww48.2"],
    ["2026-01-04", "ww01.7"],
  ])("%s is %s", (date, name) => {
    expect(weekName(new Date(`${date}T12:00:00`))).toBe(name);
  });

  it("offers a name that is free", () => {
    expect(freeName("ww1.1", new Set(["ww1.1", "ww1.1a"]))).toBe("ww1.1b");
  });

  it("takes names into a list and out of it", () => {
    expect(toggledIn("a,b", "b")).toBe("a");
    expect(toggledIn("", "b")).toBe("b");
  });
});
