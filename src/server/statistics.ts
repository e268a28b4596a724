interface CallTimes {
  number: number;
  sum: number;
  minimum: number;
  maximum: number;
}

/** How often each call was asked for, and how long it took, in milliseconds. */
export class Statistics {
  readonly #calls = new Map<string, CallTimes>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  note(cmd: string, ms: number): void {
    this.#total++;
    const times = this.#calls.get(cmd);
    if (times === undefined) {
      this.#calls.set(cmd, { number: 1, sum: ms, minimum: ms, maximum: ms });
      return;
    }
    times.number++;
    times.sum += ms;
    times.minimum = Math.min(times.minimum, ms);
    times.maximum = Math.max(times.maximum, ms);
  }

  /** A line for each call, and one for all; spec 04 § 12.2. */
  text(): string {
    const ms = (value: number) => value.toFixed(1);
    const lines = [...this.#calls]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([cmd, { number, sum, minimum, maximum }]) => `${cmd}\tavg: ${ms(sum / number)} max: ${ms(maximum)} min: ${ms(minimum)} num: ${number}`);
    return [...lines, `TOTAL: ${this.#total} api calls since start.`].join("\n");
  }
}
