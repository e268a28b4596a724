import type { Params } from "./url.js";

/** Orders of the rows; spec 06 § 22.1. */
export const rowOrders = [
  "+testname",
  "-testname",
  "+event_time",
  "-event_time",
  "+statestatus",
  "-statestatus",
  "failures",
  "flaky",
  "duration",
  "waiton",
] as const;
export type RowOrder = (typeof rowOrders)[number];

export const cellKinds = ["status", "glyph", "duration", "delta", "age"] as const;
/** What a cell shows; of measured data the category and variable. */
export type CellKind = (typeof cellKinds)[number] | `data:${string}`;

export const rowChoices = ["", "failing", "changed", "running"] as const;
/** Which rows: all, those that fail in the newest shown run, those whose verdicts differ, those that have a live test. */
export type RowChoice = (typeof rowChoices)[number];

export const densities = ["normal", "compact", "dots"] as const;
export type Density = (typeof densities)[number];

const collapseModes = ["auto", "all", "none"] as const;

/** Which tests hide their items: as the mode says, but for those named, which differ from it. */
export interface Collapse {
  readonly mode: (typeof collapseModes)[number];
  readonly except: ReadonlySet<string>;
}

/** How the matrix is shown: the parameters of its address beside the filter. Spec 06 § 22.1 */
export interface MatrixOptions {
  readonly sort: RowOrder;
  /** The oldest run comes first. */
  readonly oldest: boolean;
  /** Runs of one target stand together. */
  readonly byTarget: boolean;
  readonly collapse: Collapse;
  readonly cell: CellKind;
  readonly only: RowChoice;
  readonly density: Density;
  /** Also runs without a matching test. */
  readonly empty: boolean;
}

export const defaultMatrixOptions: MatrixOptions = {
  sort: "+testname",
  oldest: false,
  byTarget: false,
  collapse: { mode: "auto", except: new Set() },
  cell: "status",
  only: "",
  density: "normal",
  empty: false,
};

/**
 * The options in the parameters of an address. A value that means nothing counts as its default, with a notice.
 *
 * @param firstSort order of the rows when the address has none: `[dashboard] testsort`
 */
export function parseMatrixOptions(params: Params, firstSort?: string): { readonly options: MatrixOptions; readonly notices: readonly string[] } {
  const notices: string[] = [];
  const choose = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const text = params[name] ?? "";
    const found = choices.find((choice) => choice === text);
    if (found === undefined && text !== "") notices.push(`${name}=${text} is none of ${choices.filter((choice) => choice !== "").join(" ")}`);
    return found ?? fallback;
  };
  const sorts = (params["sort"] ?? "").split(",").filter((sort) => sort !== "");
  const defaultSort = rowOrders.find((order) => order === firstSort) ?? defaultMatrixOptions.sort;
  const sort = rowOrders.find((order) => sorts.includes(order)) ?? defaultSort;
  const unknown = sorts.filter((name) => name !== "oldest" && !rowOrders.some((order) => order === name));
  if (unknown.length > 0) notices.push(`sort=${unknown.join(",")} is none of ${rowOrders.join(" ")} oldest`);
  const cell = params["cell"] ?? "";
  return {
    options: {
      sort,
      oldest: sorts.includes("oldest"),
      byTarget: choose("group", ["", "target"], "") === "target",
      collapse: parseCollapse(params["collapse"] ?? ""),
      cell: isDataCell(cell) ? cell : choose("cell", cellKinds, "status"),
      only: choose("only", rowChoices, ""),
      density: choose("density", densities, "normal"),
      empty: choose("empty", ["", "show"], "") === "show",
    },
    notices,
  };
}

/** The parameters of the options, without those that have their default. */
export function formatMatrixOptions(options: MatrixOptions, firstSort?: string): Params {
  const defaultSort = rowOrders.find((order) => order === firstSort) ?? defaultMatrixOptions.sort;
  const sorts = [...(options.sort === defaultSort ? [] : [options.sort]), ...(options.oldest ? ["oldest"] : [])];
  const texts = {
    sort: sorts.join(","),
    group: options.byTarget ? "target" : "",
    collapse: formatCollapse(options.collapse),
    cell: options.cell === "status" ? "" : options.cell,
    only: options.only,
    density: options.density === "normal" ? "" : options.density,
    empty: options.empty ? "show" : "",
  };
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ""));
}

function isDataCell(text: string): text is `data:${string}` {
  return /^data:[^/]*\/./s.test(text);
}

/** `mode`, or a list of names that differ from `auto`, or both: `all,a,b`. Commas and percent signs in names are encoded. */
function parseCollapse(text: string): Collapse {
  const words = text.split(",").filter((word) => word !== "");
  const mode = collapseModes.find((name) => name === words[0]);
  const names = mode === undefined ? words : words.slice(1);
  return { mode: mode ?? "auto", except: new Set(names.map((name) => name.replaceAll("%2C", ",").replaceAll("%25", "%"))) };
}

function formatCollapse({ mode, except }: Collapse): string {
  const names = [...except].map((name) => name.replaceAll("%", "%25").replaceAll(",", "%2C"));
  const isMistakable = collapseModes.some((name) => name === names[0]);
  return [...(mode !== "auto" || isMistakable ? [mode] : []), ...names].join(",");
}
