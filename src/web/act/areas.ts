import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Area, lookAtArea, type NamedArea } from "../../area/index.js";
import { groupBy, silentLog } from "../../base/index.js";
import { settingText } from "../../config/index.js";
import { textPattern } from "../../model/index.js";
import { isWritable } from "../../sys/index.js";
import { actionTraits, type Level, type PlanRequest, type RunRef } from "../../view/index.js";
import { isLevel, suffices } from "../http/levels.js";
import { Refused } from "../refused.js";

/** What is to be done in one area, in the words of that area. */
interface Part {
  readonly area: NamedArea;
  readonly request: PlanRequest;
}

/** The areas that are shown, for who changes something in one of them. Spec 06 § 34 */
export class ActAreas {
  readonly #own: Area;
  readonly #shown: readonly NamedArea[];

  /** @param shown several areas as one; empty: this one alone */
  constructor(own: Area, shown: readonly NamedArea[]) {
    this.#own = own;
    this.#shown = shown;
  }

  /**
   * What an action comes to in each area that it concerns.
   *
   * @throws Refused `not-found` for what is in no area that is shown; `read-only`, `forbidden` when that must not be changed
   */
  partsOf(request: PlanRequest): Part[] {
    const { env } = this.#own;
    const parts = this.#parts(request);
    for (const { area } of parts) requireRight(area, actionTraits[request.action].level, env);
    return parts;
  }

  /**
   * A run or test of this area, as it is called here.
   *
   * @throws Refused `not-found`; `forbidden` when it is of another area
   */
  own<R extends RunRef>(ref: R): R {
    const { area, t } = this.#placeOf(ref);
    if (area.isOwn) return { ...ref, a: undefined, t };
    throw new Refused("forbidden", `this is set in a dashboard of area ${area.name}: dashboard -start-dir ${area.toppath}`);
  }

  /** The target by which a run of an area is shown. */
  shownTarget(area: NamedArea, target: string): string {
    return this.#shown.length === 0 ? target : `${area.name}/${target}`;
  }

  #parts(request: PlanRequest): Part[] {
    const { action, objects, options } = request;
    if (action === "launch" && options.launch !== undefined) {
      const { area, t } = this.#placeOf({ t: options.launch.target });
      return [{ area, request: { ...request, options: { ...options, launch: { ...options.launch, target: t } } } }];
    }
    if (action === "remove-old" && options.target !== undefined && this.#shown.length > 0) {
      const [name = "", ...rest] = options.target.split("/");
      const target = rest.join("/");
      const isMeant = textPattern(name);
      return this.#shown.flatMap((area) => (isMeant(area.name) ? [{ area, request: { ...request, options: { ...options, target } } }] : []));
    }
    if (objects.length === 0) return [{ area: this.#ownPlace, request }];
    const placed = objects.map(({ a, t, ...object }) => {
      const place = this.#placeOf({ a, t });
      return { area: place.area, object: { ...object, t: place.t } };
    });
    return [...groupBy(placed, ({ area }) => area)].map(([area, own]) => ({
      area,
      request: { ...request, objects: own.map(({ object }) => object) },
    }));
  }

  get #ownPlace(): NamedArea {
    const { name, toppath } = this.#own;
    return this.#shown.find(({ isOwn }) => isOwn) ?? { name, toppath, isOwn: true };
  }

  #placeOf({ a, t }: Pick<RunRef, "a" | "t">): { readonly area: NamedArea; readonly t: string } {
    const [first = "", ...rest] = t.split("/");
    const [name, target] = a === undefined && this.#shown.length > 0 ? [first, rest.join("/")] : [a, t];
    const own = this.#ownPlace;
    const area = name === undefined || name === own.name ? own : this.#shown.find((one) => one.name === name);
    if (area === undefined) throw new Refused("not-found", `area ${name} is not shown here; see -areas`);
    return { area, t: target };
  }
}

/** Another area says itself what may be done there, and only who may write there can do it. This one has said so when the dashboard was started. */
function requireRight({ name, toppath, isOwn }: NamedArea, needed: Level, env: Area["env"]): void {
  if (isOwn) return;
  const file = join(toppath, "megatest.db");
  if (!isWritable(toppath) || (existsSync(file) && !isWritable(file)))
    throw new Refused("read-only", `area ${name} cannot be written by the user of the dashboard: ${toppath}`);
  const most = settingText(lookAtArea(toppath, { env, log: silentLog }).config, "dashboard", "max-level");
  if (!isLevel(most) || !suffices(most, needed)) throw new Refused("forbidden", `area ${name} allows no more than ${most}: [dashboard] max-level`);
}
