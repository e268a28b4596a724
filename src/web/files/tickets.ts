import { randomBytes } from "node:crypto";
import { Refused } from "../refused.js";
import type { ShownPlace } from "./roots.js";

/** What a ticket opens, to somebody who may see so much. */
export interface TicketHolder {
  readonly place: ShownPlace;
  /** Also files that hold the values of variables. */
  readonly secrets: boolean;
}

/** Begins the address of every file that a ticket opens. */
export const filesPath = "/files/";

const validMs = 5 * 60_000;
/** More are not needed by any number of people; the oldest go. */
const maximumTickets = 10_000;

/**
 * Short-lived keys to the files of one run directory: a frame or a link cannot send the token of its page in a header, so the key is part of its
 * address. Spec 06 § 33.5
 */
export class Tickets {
  readonly #held = new Map<string, TicketHolder & { readonly until: number }>();

  /** @param now milliseconds */
  constructor(readonly now: () => number = Date.now) {}

  /** A new ticket; valid for five minutes. */
  issue(holder: TicketHolder): { readonly ticket: string; readonly expires: number } {
    this.#dropOld();
    const ticket = randomBytes(32).toString("base64url");
    const until = this.now() + validMs;
    this.#held.set(ticket, { ...holder, until });
    return { ticket, expires: until / 1000 };
  }

  /** @throws Refused `gone` for a ticket that is not or no longer valid */
  redeem(ticket: string): TicketHolder {
    const holder = this.#held.get(ticket);
    if (holder === undefined || holder.until <= this.now())
      throw new Refused("gone", "this address was valid for five minutes; open the file again from its test");
    return holder;
  }

  /** All live equally long, so the oldest are first. */
  #dropOld(): void {
    for (const [ticket, { until }] of this.#held) {
      if (until > this.now() && this.#held.size < maximumTickets) return;
      this.#held.delete(ticket);
    }
  }
}
