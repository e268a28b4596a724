import { readSync } from "node:fs";
import { errnoOf } from "../base/index.js";

/** One line of standard input without its end; undefined at the end of the input. Takes no byte of what follows: that may be for others. */
export function readLine(fd = 0): string | undefined {
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  for (;;) {
    const count = readByte(fd, one);
    if (count === 0) return bytes.length === 0 ? undefined : text(bytes);
    const [byte = 0] = one;
    if (byte === 0x0a) return text(bytes);
    bytes.push(byte);
  }
}

const text = (bytes: readonly number[]) => Buffer.from(bytes).toString("utf8").replace(/\r$/, "");

function readByte(fd: number, into: Buffer): number {
  try {
    return readSync(fd, into, 0, 1, null);
  } catch (error) {
    // A closed standard input answers nothing.
    if (["EOF", "EBADF", "EAGAIN"].includes(errnoOf(error) ?? "")) return 0;
    throw error;
  }
}
