import { expect, it } from "vitest";
import { Waker } from "./waker.js";

it("news that comes while nobody sleeps ends the next sleep at once, but only that one", async () => {
  const waker = new Waker();
  waker.wake();
  await expect(waker.sleep(60_000)).resolves.toBeUndefined();
  const order: string[] = [];
  const second = waker.sleep(60_000).then(() => order.push("woken"));
  await Promise.resolve();
  order.push("still asleep");
  waker.wake();
  await second;
  expect(order).toEqual(["still asleep", "woken"]);
});
