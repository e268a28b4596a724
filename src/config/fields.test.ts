import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { fieldsOf } from "./fields.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const fields = (text: string) => fieldsOf(scratch.read(text)).map(({ name, type }) => `${name}|${type}`);

describe("keys of [fields]", () => {
  it.each([
    ["ONE TEXT", "ONE|TEXT"],
    ["A TEXT\nB TEXT NOT NULL DEFAULT ''\nC INTEGER\nD", "A|TEXT B|TEXT NOT NULL DEFAULT '' C|INTEGER D|"],
    ["a TEXT\nA2 TEXT", "a|TEXT A2|TEXT"],
    ["A TEXT\nB TEXT\nA TEXT", "B|TEXT A|TEXT"],
    ["A varchar(20) default 'x y'\nB TEXT\n  NOT NULL", "A|varchar(20) default 'x y' B|TEXT NOT NULL"],
    ["A the platform\nB TEXT # why\nC TEXT); DROP TABLE runs; --\nD DEFAULT", "A|TEXT B|TEXT C|TEXT D|TEXT"],
  ])("%j", (text, expected) => {
    expect(fields(`[fields]\n${text}\n`).join(" ")).toBe(expected);
  });

  it("are none without the section", () => {
    expect(fields("[setup]\n")).toEqual([]);
  });

  it.each(["State", "runname", "EVENT_TIME", "contour", "id", "last_update"])("01-41: cannot be named %s", (name) => {
    expect(() => fields(`[fields]\nA TEXT\n${name} TEXT\n`)).toThrow(
      expect.objectContaining({
        reason: "bad-config",
        message: `your key cannot be named ${name} as this conflicts with the same named field in the runs table, you must remove your megatest.db and <linktree>/.db before trying again.`,
        exitCode: 1,
        stream: "stdout",
      }),
    );
  });

  it.each(["A-B TEXT", "1A", "a TEXT\nA TEXT"])("cannot be %j; the message says where", (text) => {
    expect(() => fields(`[fields]\n${text}\n`)).toThrow(/test\.config:\d+, section \[fields\]/);
  });
});
