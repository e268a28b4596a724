import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { withMaintenanceLock } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import type { Sync } from "../sync.js";
import { publishRuns, receiveRuns, takeOutRuns } from "./arrive.js";
import { Home } from "./home.js";
import { type Arrival, knownRun, type Received } from "./receive.js";
import { type RunSlice, stage, stagingFile, unstage } from "./slices.js";

/** What an area does with runs that move there from others; see `RunReceiver`. */
export class Receiving {
  constructor(readonly sync: Sync) {}

  stage(moveId: string, slices: readonly RunSlice[]): void {
    stage(this.sync.place, checked(moveId), slices);
  }

  async receiveStaged(arrival: Arrival): Promise<Received> {
    const { place } = this.sync;
    const file = stagingFile(place, checked(arrival.move_id));
    const known = knownRun(this.sync.live, arrival, "move");
    if (known !== undefined) return known;
    if (!existsSync(file))
      throw new Failure("not-found", `the rows of run ${arrival.runname} did not come to ${dirname(place.areaFile)}: send them again`);
    const [received] = await this.receive(file, [arrival]);
    if (received === undefined) throw new Error("one run came, none was received");
    unstage(place, arrival.move_id);
    return received;
  }

  /** @param source a database on this host */
  receive(source: string, arrivals: readonly Arrival[]): Promise<Received[]> {
    return this.#with((home) => receiveRuns(home, source, arrivals, "move"));
  }

  publish(moveIds: readonly string[]): Promise<void> {
    return this.#with((home) => publishRuns(home, moveIds));
  }

  async takeOut(moveIds: readonly string[]): Promise<void> {
    await this.#with((home) => takeOutRuns(home, moveIds));
    for (const id of moveIds) unstage(this.sync.place, checked(id));
  }

  #with<T>(work: (home: Home) => Promise<T>): Promise<T> {
    const { place, log } = this.sync;
    return withMaintenanceLock(dirname(place.areaFile), "taking in runs", log, async () => {
      const home = new Home(this.sync);
      try {
        return await work(home);
      } finally {
        home.close();
      }
    });
  }
}

/** It becomes part of the name of a file. */
function checked(moveId: string): string {
  if (!/^[\w-]{1,64}$/.test(moveId)) throw new Failure("usage", `${JSON.stringify(moveId)} is not the id of a move`);
  return moveId;
}
