import { isoWeek } from "../../../src/base/index.js";
import type { LaunchForm, Params } from "../../../src/view/index.js";

/** Everything that the form holds, as it stands in its fields. */
export interface Fields extends Required<Omit<LaunchForm, "rerun">> {
  /** Comma list of statuses. */
  readonly rerun: string;
}

/** The name of each field in the address, and what it is when the address does not say. */
const texts = {
  target: "target",
  runname: "run",
  testpatt: "test",
  tagexpr: "tag",
  modepatt: "modepatt",
  rerun: "rerun",
  setvars: "setvars",
  contour: "contour",
} as const;
const switches = { reqtarg: "reqtarg", preclean: "preclean", cleanCache: "cache", force: "force", wait: "wait" } as const;
const onByDefault: ReadonlySet<string> = new Set(["cleanCache"]);

/** The form in an address: a launch can be prepared and sent to somebody. Spec 06 § 32.1 */
export function fieldsIn(params: Params, runname: string): Fields {
  const text = (name: keyof typeof texts) => params[texts[name]] ?? "";
  const isOn = (name: keyof typeof switches) => (onByDefault.has(name) ? params[switches[name]] !== "0" : params[switches[name]] === "1");
  return {
    target: text("target"),
    runname: params[texts.runname] ?? runname,
    testpatt: text("testpatt"),
    tagexpr: text("tagexpr"),
    modepatt: text("modepatt"),
    rerun: text("rerun"),
    setvars: text("setvars"),
    contour: text("contour"),
    reqtarg: isOn("reqtarg"),
    preclean: isOn("preclean"),
    cleanCache: isOn("cleanCache"),
    force: isOn("force"),
    wait: isOn("wait"),
  };
}

/** Changes of the form as changes of the address; what is as by default is left out. */
export function paramsOf(changes: Partial<Fields>): Record<string, string | undefined> {
  const params: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (typeof value === "string") params[texts[name as keyof typeof texts]] = value === "" && name !== "runname" ? undefined : value;
    else params[switches[name as keyof typeof switches]] = value === onByDefault.has(name) ? undefined : value ? "1" : "0";
  }
  return params;
}

/** What the server is asked; undefined while target or run name are missing. */
export function formOf({ rerun, ...fields }: Fields, keyCount: number): LaunchForm | undefined {
  const values = fields.target.split("/");
  if (values.length !== keyCount || values.some((value) => value.trim() === "") || fields.runname.trim() === "") return undefined;
  return { ...fields, rerun: rerun.split(/[\s,]+/).filter(Boolean) };
}

/** `ww48.2`: the week and its day, 1 to 7; spec 06 § 10. */
export function weekName(date: Date): string {
  return `ww${String(isoWeek(date).week).padStart(2, "0")}.${date.getDay() || 7}`;
}

/** The name with the first letter that makes it a new one: `ww48.2a`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return [...letters].map((letter) => `${name}${letter}`).find((one) => !taken.has(one)) ?? `${name}-${taken.size}`;
}

/** The list with a name taken out, or put at its end. */
export function toggledIn(list: string, name: string): string {
  const parts = list.split(",").filter((part) => part !== "");
  return (parts.includes(name) ? parts.filter((part) => part !== name) : [...parts, name]).join(",");
}
