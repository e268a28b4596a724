import { area } from "./flags/area.js";
import type { Flag, FlagGroup } from "./flags/flag.js";
import { general } from "./flags/general.js";
import { environment, inTestFlags } from "./flags/in-test.js";
import { queries } from "./flags/queries.js";
import { launching, managing } from "./flags/runs.js";
import { selectors } from "./flags/selectors.js";

const groups = [launching, managing, selectors, queries, inTestFlags, environment, area, general] as const;

type Row = (typeof groups)[number]["flags"][number];

/** Usual spelling of a flag that takes a value. */
export type ParameterName = Extract<Row, { readonly value: string }>["names"][0];
/** Usual spelling of a flag that stands alone. */
export type SwitchName = Exclude<Row, { readonly value: string }>["names"][0];
export type FlagName = ParameterName | SwitchName;

/** The one table of options: parsing, help and completion derive from it. Spec 05 § 5. */
export const flagGroups: readonly FlagGroup[] = groups;

export const allFlags: readonly Flag[] = flagGroups.flatMap((group) => group.flags);
