import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod/mini";
import { Failure } from "../base/index.js";
import { type Item, isList, isSymbol, parseSexp, type Sexp, symbol, writeSexp } from "../config/index.js";
import { decodeBytes, encodeText } from "../sys/index.js";

/** What a launcher hands to an executor: the contents of `MT_CMDINFO`. Spec 03 § 7; here with the spelling of the fields turned to names. */
export interface Payload {
  /** Test source directory. */
  readonly testpath: string;
  readonly homehost: string | undefined;
  /** Whether the configuration names it: then `.homehost` does not count. */
  readonly homehostPinned: boolean;
  /** Whether the server is to be used also on the homehost. */
  readonly throughServer: boolean;
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
  return deflateRawSync(encodeText(writeSexp(toSexp(payload)))).toString("base64");
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
    return decodeBytes(inflateRawSync(bytes));
  } catch {
    return decodeBytes(bytes);
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
    // Fields that 1.65 does not have, and ignores.
    ["homehost-pinned", payload.homehostPinned],
    ["through-server", payload.throughServer],
  ];
  return fields.map(([name, value]) => [symbol(name), value]);
}

const pairs = (variables: Item): Sexp => variables.map((variable) => [variable.name, variable.value]);

const text = z.string();
const optionalText = z.optional(z.nullable(text));
const optionalFlag = z.optional(z.nullable(z.boolean()));
const variables = z.array(z.tuple([text, z.union([text, z.number()])]));

const payloadFields = z.object({
  testpath: text,
  homehost: optionalText,
  areaname: text,
  toppath: text,
  "work-area": text,
  "test-name": text,
  runscript: optionalText,
  "run-id": z.int(),
  "test-id": z.int(),
  itemdat: z.optional(z.nullable(variables)),
  megatest: text,
  ezsteps: optionalFlag,
  subrun: optionalFlag,
  target: text,
  runtlim: z.optional(z.nullable(z.number())),
  "env-ovrd": z.optional(z.nullable(variables)),
  "set-vars": optionalText,
  runname: text,
  "mt-bindir-path": optionalText,
  "homehost-pinned": optionalFlag,
  "through-server": optionalFlag,
});

function fromSexp(source: string): Payload {
  const parsed = payloadFields.safeParse(fieldsOf(parseSexp(source)));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new Failure("usage", `the payload of -execute (MT_CMDINFO) cannot be understood: ${problems}`);
  }
  const fields = parsed.data;
  return {
    testpath: fields.testpath,
    homehost: fields.homehost ?? undefined,
    areaname: fields.areaname,
    toppath: fields.toppath,
    workArea: fields["work-area"],
    testName: fields["test-name"],
    runscript: fields.runscript ?? undefined,
    runId: fields["run-id"],
    testId: fields["test-id"],
    item: toItem(fields.itemdat),
    megatest: fields.megatest,
    ezsteps: fields.ezsteps ?? false,
    subrun: fields.subrun ?? false,
    target: fields.target,
    runtlim: fields.runtlim ?? undefined,
    envOverride: toItem(fields["env-ovrd"]),
    setVars: fields["set-vars"] ?? undefined,
    runname: fields.runname,
    binDirectory: fields["mt-bindir-path"] ?? undefined,
    homehostPinned: fields["homehost-pinned"] ?? false,
    throughServer: fields["through-server"] ?? false,
  };
}

/** `#f` stands for "no value" in every field that may be unset; for a yes/no field it is a value and null reads the same. */
function fieldsOf(datum: Sexp | undefined): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const entry of isList(datum) ? datum : []) {
    if (isList(entry) && isSymbol(entry[0])) fields[entry[0].symbol] = entry[1] === false ? null : entry[1];
  }
  return fields;
}

function toItem(list: z.infer<typeof variables> | null | undefined): Item {
  return (list ?? []).map(([name, value]) => ({ name, value: String(value) }));
}
