import type { Area } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import { type OpenAreas, qualifiedId } from "../../merged/index.js";
import type { LocalRecords } from "../../store/index.js";
import { Refused } from "../refused.js";
import type { ForRun } from "./testconfigs.js";

/** One area alone, of those that are shown. */
export interface Home {
  readonly area: Area;
  readonly records: LocalRecords;
  /** The id by which a run or test of the area is shown. */
  readonly shownId: (id: number) => number;
  /** The target by which a run of the area is shown. */
  readonly shownTarget: (target: string) => string;
}

/** An area and one of its runs, as it is called there. */
export interface InHome extends Home {
  readonly run: ForRun;
}

interface Shown {
  readonly area: Area;
  readonly records: LocalRecords;
  readonly merged?: OpenAreas<LocalRecords>;
}

const same = <T>(value: T) => value;

/** The area in which the dashboard was started. */
export function ownHome({ area, records, merged }: Shown): Home {
  const at = merged?.areas.findIndex(({ isOwn }) => isOwn) ?? -1;
  return merged === undefined || at < 0 ? { area, records, shownId: same, shownTarget: same } : homeAt(merged, at);
}

/** The areas that can be read. */
export function homesOf(shown: Shown): Home[] {
  const { merged } = shown;
  if (merged === undefined) return [ownHome(shown)];
  return merged.areas.flatMap((_, at) => {
    try {
      return [homeAt(merged, at)];
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
  });
}

/** @throws Refused `not-found`, `busy` */
export function homeOf(shown: Shown, { target, runname }: ForRun): InHome {
  const { merged } = shown;
  const [name, ...rest] = target;
  if (merged === undefined || name === undefined) return { ...ownHome(shown), run: { target, runname } };
  const at = merged.areas.findIndex((area) => area.name === name);
  if (at < 0) throw new Refused("not-found", `area ${name} is not shown here; see -areas`);
  return { ...homeAt(merged, at), run: { target: rest, runname } };
}

function homeAt({ areas }: OpenAreas<LocalRecords>, at: number): Home {
  const area = areas[at];
  if (area === undefined) throw new Refused("not-found", "this area is not shown here");
  const { name, merged } = area;
  try {
    const { area: own, records } = merged.opened;
    if (merged.problem !== undefined) throw new Refused("busy", `area ${name} cannot be read: ${merged.problem.message}`);
    return { area: own, records, shownId: (id) => qualifiedId({ area: at, id }), shownTarget: (target) => `${name}/${target}` };
  } catch (error) {
    if (error instanceof Failure) throw new Refused("busy", `area ${name} cannot be read: ${error.message}`);
    throw error;
  }
}
