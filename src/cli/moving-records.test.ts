import { describe, expect, it } from "vitest";
import { readableRecords } from "../../tests/kit/records.js";
import { Failure, silentLog } from "../base/index.js";
import type { Records } from "../store/index.js";
import { movingRecords } from "./moving-records.js";

const moved = new Failure("moved", "the homehost has moved");

describe("records of a host that was the homehost", () => {
  it("04 § 25.5: are asked for again where they are now, each call once; a failure of another kind is what it is", async () => {
    const asked: string[] = [];
    const named = (name: string, result: (id: number) => Promise<void>): Records => ({
      ...readableRecords({}),
      setTaskState: (id, state) => {
        asked.push(`${name} ${id} ${state}`);
        return result(id);
      },
      close: async () => void asked.push(`${name} closed`),
    });
    let isHome = true;
    const local = named("local", async () => {
      if (!isHome) throw moved;
    });
    const remote = named("remote", async (id) => {
      if (id === 9) throw new Failure("busy", "busy");
    });
    let reopened = 0;
    const reopen = async () => {
      reopened++;
      return remote;
    };
    const records = movingRecords(local, reopen, silentLog);
    await records.setTaskState(1, "a");
    isHome = false;
    await Promise.all([records.setTaskState(2, "b"), records.setTaskState(3, "c")]);
    await records.setTaskState(4, "d");
    await expect(records.setTaskState(9, "e")).rejects.toThrow("busy");
    await records.close();
    expect(reopened).toBe(1);
    expect(asked).toEqual([
      "local 1 a",
      "local 2 b",
      "local 3 c",
      "local closed",
      "remote 2 b",
      "remote 3 c",
      "remote 4 d",
      "remote 9 e",
      "remote closed",
    ]);
  });

  it("fail when there is no homehost to go to", async () => {
    const local: Records = { ...readableRecords({}), setTaskState: () => Promise.reject(moved) };
    const reopen = () => Promise.reject(new Failure("not-homehost", "there is no homehost"));
    await expect(movingRecords(local, reopen, silentLog).setTaskState(1, "a")).rejects.toThrow("there is no homehost");
  });
});
