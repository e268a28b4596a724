import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Failure } from "../base/index.js";
import { type Item, parseSexp, type Sexp, symbol, writeSexp } from "../config/index.js";

/** What a launcher hands to an executor: the contents of `MT_CMDINFO`. Spec 03 § 7; here with the spelling of the fields turned to names. */
export interface Payload {
  /** Test source directory. */
  readonly testpath: string;
  readonly homehost: string | undefined;
  readonly areaname: string;
  readonly toppath: string;
  /** Link path of the run directory. */
  readonly workArea: string;
  readonly testName: string;
  readonly runscript: string | undefined;
  readonly runId: number;
  readonly testId: number;
  readonly item: Item;
  /** Program for nested calls. */
  readonly megatest: string;
  readonly ezsteps: boolean;
  readonly subrun: boolean;
  readonly target: string;
  /** Seconds. */
  readonly runtlim: number | undefined;
  /** `[env-override]` of megatest.config. */
  readonly envOverride: Item;
  /** Argument of `-setvars`. */
  readonly setVars: string | undefined;
  readonly runname: string;
  readonly binDirectory: string | undefined;
}

/** S-expression, raw DEFLATE, base64 without line breaks. */
export function encodePayload(payload: Payload): string {
  return deflateRawSync(Buffer.from(writeSexp(toSexp(payload)), "latin1")).toString("base64");
}

/**
 * Reads a payload; text that is not compressed is accepted too, fields in any order, unknown ones ignored.
 *
 * @throws Failure `usage` when it cannot be understood
 */
export function decodePayload(text: string): Payload {
  return fromSexp(payloadText(text));
}

/** The s-expression text inside an encoded payload. */
export function payloadText(encoded: string): string {
  const bytes = Buffer.from(encoded.trim(), "base64");
  try {
    return inflateRawSync(bytes).toString("latin1");
  } catch {
    return bytes.toString("latin1");
  }
}

function toSexp(payload: Payload): Sexp {
  const fields: [string, Sexp][] = [
    ["testpath", payload.testpath],
    ["homehost", payload.homehost ?? false],
    ["serverurl", false],
    ["areaname", payload.areaname],
    ["toppath", payload.toppath],
    ["work-area", payload.workArea],
    ["test-name", payload.testName],
    ["runscript", payload.runscript ?? false],
    ["run-id", payload.runId],
    ["test-id", payload.testId],
    ["itemdat", pairs(payload.item)],
    ["megatest", payload.megatest],
    ["ezsteps", payload.ezsteps],
    ["subrun", payload.subrun],
    ["target", payload.target],
    ["contour", false],
    ["runtlim", payload.runtlim ?? false],
    ["env-ovrd", pairs(payload.envOverride)],
    ["set-vars", payload.setVars ?? false],
    ["runname", payload.runname],
    ["mt-bindir-path", payload.binDirectory ?? false],
  ];
  return fields.map(([name, value]) => [symbol(name), value]);
}

const pairs = (variables: Item): Sexp => variables.map((variable) => [variable.name, variable.value]);
