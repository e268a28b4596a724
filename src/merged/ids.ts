/** Ids of each area are apart from those of the others: so many to an area, the first one's as they are. */
const idsPerArea = 2 ** 40;

/** Fields of records that hold ids which are told apart by area. */
const idFields = ["id", "run_id", "test_id"] as const;

/** Where an id of several areas leads. */
export interface AreaId {
  /** Index of the area. */
  readonly area: number;
  /** The id there. */
  readonly id: number;
}

export const areaIdOf = (id: number): AreaId => ({ area: Math.floor(id / idsPerArea), id: id % idsPerArea });

export const qualifiedId = ({ area, id }: AreaId): number => area * idsPerArea + id;

/** Records of an area, alone, in lists or in other records, with the ids that they have among several areas. */
export function qualified<T>(records: T, area: number): T {
  return area === 0 ? records : (qualifiedValue(records, area) as T);
}

function qualifiedValue(value: unknown, area: number): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => qualifiedValue(element, area));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = { ...value };
  for (const [name, field] of Object.entries(copy)) if (typeof field === "object") copy[name] = qualifiedValue(field, area);
  for (const name of idFields) {
    const id = copy[name];
    if (typeof id === "number") copy[name] = qualifiedId({ area, id });
  }
  return copy;
}
