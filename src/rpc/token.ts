import { createHash, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { errnoOf, Failure, messageOf } from "../base/index.js";
import { hostName } from "../sys/index.js";

/** A directory that people of a group share says so by these bits. */
const sharedBits = 0o2020;

/**
 * The secret of an area, by which a server knows that who asks can read the area's own files. Made by the first who needs it, readable for its owner
 * only; in a directory that a group shares (set-group-id and writable for the group) for the group as well, so that they can work in the area
 * together.
 *
 * @throws Failure `server` when it cannot be read or made
 * @see design § 7
 */
export function areaToken(toppath: string): string {
  const file = join(toppath, ".mt-token");
  try {
    return readToken(file) ?? makeToken(toppath, file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const hint = "only who can read it can use the server of this area";
    throw new Failure("server", `cannot read ${file}: ${messageOf(error)}; ${hint}`, 1, { cause: error });
  }
}

/** Undefined when there is none. */
function readToken(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "latin1").trim();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new Failure("server", `${file} holds no token; remove it, and end the server of this area`);
}

/** Of several that try at once one wins: a finished file gets the name. */
function makeToken(toppath: string, file: string): string {
  const finished = `${file}.${hostName()}.${process.pid}`;
  const isShared = (statSync(toppath).mode & sharedBits) === sharedBits;
  rmSync(finished, { force: true });
  const fd = openSync(finished, "wx", isShared ? 0o640 : 0o600);
  try {
    writeSync(fd, `${randomBytes(32).toString("hex")}\n`);
    fsyncSync(fd);
    linkSync(finished, file);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  } finally {
    closeSync(fd);
    rmSync(finished, { force: true });
  }
  return readToken(file) ?? makeToken(toppath, file);
}

/** By which tokens are compared: so that takes the same time whatever is wrong. */
export const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The token in an `Authorization` header. */
export const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
