import { randomBytes } from "node:crypto";
import type { Plan, PlanRequest } from "../../../view/index.js";
import type { Visitor } from "../../http/guard.js";
import { Refused } from "../../refused.js";

/** Spec 06 § 32.3 */
const validSeconds = 60;
const maximumPlans = 200;

/** A plan that somebody has been shown. */
export interface KeptPlan {
  readonly plan: Plan;
  readonly request: PlanRequest;
  /** Tells sets of affected tests apart. */
  readonly digest: string;
  readonly session: string;
}

/** The plans that can be confirmed: for a minute, once, by who made them. */
export class Plans {
  readonly #kept = new Map<string, KeptPlan>();

  /** Gives a plan its id. */
  keep(made: Omit<Plan, "id" | "expires">, request: PlanRequest, digest: string, visitor: Visitor): Plan {
    const plan = { ...made, id: randomBytes(12).toString("base64url"), expires: Date.now() / 1000 + validSeconds };
    this.#kept.set(plan.id, { plan, request, digest, session: sessionOf(visitor) });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maximumPlans && oldest !== undefined) this.#kept.delete(oldest);
    return plan;
  }

  /** @throws Refused `gone` */
  find(id: string, visitor: Visitor): KeptPlan {
    const kept = this.#kept.get(id);
    if (kept === undefined || kept.session !== sessionOf(visitor)) throw new Refused("gone", "there is no such plan of yours: make it again");
    if (kept.plan.expires < Date.now() / 1000) throw new Refused("gone", `the plan is older than ${validSeconds} s: make it again`);
    return kept;
  }

  /** From now on nobody can confirm it. */
  drop(id: string): void {
    this.#kept.delete(id);
  }
}

const sessionOf = ({ label, user = "", address }: Visitor) => JSON.stringify([label, user, address]);
