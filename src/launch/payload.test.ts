import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePayload, encodePayload, type Payload } from "./payload.js";

const payload: Payload = {
  testpath: "/area/tests/t",
  homehost: undefined,
  homehostPinned: false,
  throughServer: false,
  areaname: "area",
  toppath: "/area",
  workArea: "/area/links/x/r1/t/a b",
  testName: "t",
  runscript: undefined,
  runId: 3,
  testId: 12,
  item: [
    { name: "A", value: 'a "quoted" \\ back' },
    { name: "N", value: "007" },
  ],
  megatest: "/opt/megatest",
  ezsteps: true,
  subrun: false,
  target: "x/1",
  runtlim: 60,
  envOverride: [{ name: "E", value: "line\nline" }],
  setVars: "A=1,B=2",
  runname: "r1",
  binDirectory: "/opt",
};

describe("payload", () => {
  it("comes back as it was", () => {
    expect(decodePayload(encodePayload(payload))).toEqual(payload);
  });

  it("survives any text in item values and names", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (value, runname) => {
        const odd = { ...payload, item: [{ name: "V", value: value.replace(/[\ud800-\udfff]/g, "?") }], runname };
        expect(decodePayload(encodePayload(odd))).toEqual(odd);
      }),
    );
  });

  it("03-18: plain text in base64, fields in any order, unknown ones, #f for unset", () => {
    const text = `((unknown (1 2)) (runname "r1") (target "x/1") (test-id 12) (run-id 3) (megatest "megatest") (ezsteps #f) (itemdat ()) (runscript #f)
      (test-name "t") (work-area "/w") (toppath "/area") (areaname "area") (testpath "/area/tests/t"))`;
    expect(decodePayload(Buffer.from(text).toString("base64"))).toMatchObject({
      runId: 3,
      testId: 12,
      ezsteps: false,
      item: [],
      runscript: undefined,
    });
  });

  it("that cannot be understood names what is wrong", () => {
    expect(() => decodePayload("????")).toThrow(/cannot be understood/);
    expect(() => decodePayload(Buffer.from('((runname "r1"))').toString("base64"))).toThrow(/test-id/);
  });
});
