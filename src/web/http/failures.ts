const minuteMs = 60_000;
const maximumFailures = 10;
/** So that many addresses cost no memory. */
const maximumAddresses = 10_000;

/** Who has shown wrong tokens lately, by address. Spec 06 § 33.3 */
export class Failures {
  readonly #times = new Map<string, number[]>();

  /** @param now milliseconds */
  constructor(readonly now: () => number = Date.now) {}

  /** Takes note of one more; whether that is too many. */
  note(address: string): boolean {
    const recent = (this.#times.get(address) ?? []).filter((time) => time > this.now() - minuteMs);
    const isTooMany = recent.length >= maximumFailures;
    if (!isTooMany) recent.push(this.now());
    this.#times.delete(address);
    this.#times.set(address, recent);
    const [oldest] = this.#times.keys();
    if (this.#times.size > maximumAddresses && oldest !== undefined) this.#times.delete(oldest);
    return isTooMany;
  }
}
