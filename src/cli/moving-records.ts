import { Failure, type Log } from "../base/index.js";
import type { Records } from "../store/index.js";

// Loads nothing else: every step of a test comes by here.

/**
 * Records of this host that are opened anew elsewhere when this host is no longer the homehost: what then fails as `moved` was not done, and is asked for
 * again there.
 *
 * @param reopen gives the records where they are now
 * @see spec 04 § 25.5
 */
export function movingRecords(local: Records, reopen: () => Promise<Records>, log: Log): Records {
  let current = local;
  let moving: Promise<void> | undefined;
  const move = async (why: string): Promise<void> => {
    log.info(1, `${why}: going on with the server there`);
    current = await reopen();
    await local.close();
  };
  const call = (name: string | symbol, params: readonly unknown[]) => Reflect.apply(Reflect.get(current, name), current, params);
  const follow = async (name: string | symbol, params: readonly unknown[]) => {
    const asked = current;
    try {
      return await call(name, params);
    } catch (error) {
      const hasMoved = error instanceof Failure && error.reason === "moved" && asked === local;
      if (!hasMoved) throw error;
      moving ??= move(error.message);
      await moving;
      return call(name, params);
    }
  };
  return new Proxy(local, {
    get(_, name) {
      const value: unknown = Reflect.get(current, name);
      if (typeof value !== "function") return value;
      const isDirect = name === "listTests" || name === "startSyncing" || name === "close";
      return (...params: readonly unknown[]) => (isDirect ? call(name, params) : follow(name, params));
    },
  });
}
