import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { codeOf, send, serveWeb, type WebReply } from "../../../tests/kit/web.js";
import type { Area } from "../../area/index.js";
import { silentLog } from "../../base/index.js";
import { Config } from "../../config/index.js";
import { byteRange } from "./range.js";
import { placeOfTest } from "./roots.js";
import { ticketRoute } from "./ticket-route.js";
import { Tickets } from "./tickets.js";

let rundir: string;
let clock: number;
let tickets: Tickets;
let port: number;

beforeEach(async () => {
  rundir = realpathSync(mkdtempSync(join(tmpdir(), "serve-")));
  onTestFinished(() => rmSync(rundir, { recursive: true, force: true }));
  clock = 1_000_000;
  tickets = new Tickets(() => clock);
  port = await served({});
  writeFileSync(join(rundir, "page.html"), "<script>parent.stolen = 1</script>");
  writeFileSync(join(rundir, "step.log"), "0123456789");
});

const area = (dashboard: Readonly<Record<string, string>>): Area => {
  const config = new Config();
  for (const [name, value] of Object.entries(dashboard)) config.set("dashboard", name, value, "megatest.config");
  // The rest of an area is not looked at.
  return { toppath: rundir, config, log: silentLog } as Area;
};

async function served(dashboard: Readonly<Record<string, string>>): Promise<number> {
  const listener = await serveWeb({ options: { routes: [ticketRoute(area(dashboard), tickets)] } });
  onTestFinished(() => listener.close());
  return listener.port;
}

const issue = (secrets = true) => tickets.issue({ place: placeOfTest(area({}), { rundir }), secrets }).ticket;
const get = (path: string, headers: Readonly<Record<string, string>> = {}, ticket = issue()): Promise<WebReply> =>
  send(port, `/files/${ticket}/${path}`, { headers });

describe("06-36: files of tests are hostile", () => {
  it("an HTML page gets no scripts, no origin, no forms, and reaches only its neighbours", async () => {
    const { status, headers } = await get("page.html");
    expect(status).toBe(200);
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toEqual(
      expect.arrayContaining(["sandbox", "default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"]),
    );
    expect(policy.some((part) => part.startsWith("script-src") || part.includes("allow-same-origin"))).toBe(false);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
  });

  it("[dashboard] artefact-scripts adds scripts only", async () => {
    port = await served({ "artefact-scripts": "yes" });
    const policy = String((await get("page.html")).headers["content-security-policy"]);
    expect(policy).toContain("sandbox allow-scripts;");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("allow-same-origin");
  });

  it.each([
    ["a.txt", "text", "text/plain; charset=utf-8", "inline"],
    ["a.strange", "no bytes that are no text", "text/plain; charset=utf-8", "inline"],
    ["a.png", "\x89PNG", "image/png", "inline"],
    ["a.svg", "<svg/>", "image/svg+xml", "inline"],
    ["a.pdf", "%PDF", "application/pdf", "inline"],
    ["a.strange", "one \0 byte", "application/octet-stream", "attachment"],
    ["a.js", "alert(1)", "text/plain; charset=utf-8", "inline"],
    ["a.xhtml", "<html/>", "text/plain; charset=utf-8", "inline"],
  ])("%s with %j is %s, %s", async (name, content, type, disposition) => {
    writeFileSync(join(rundir, name), content, "latin1");
    const { headers } = await get(name);
    expect(headers["content-type"]).toBe(type);
    expect(headers["content-disposition"]).toMatch(new RegExp(`^${disposition};`));
  });

  it("a name cannot add a header", async () => {
    const name = 'a"; x=y\r\nSet-Cookie: a=b.txt';
    writeFileSync(join(rundir, name), "text");
    const { status, headers } = await get(encodeURIComponent(name));
    expect(status).toBe(200);
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["content-disposition"]).toBe("inline; filename*=UTF-8''a%22%3B%20x%3Dy%0D%0ASet-Cookie%3A%20a%3Db.txt");
  });
});

describe("06-37: a ticket opens one run directory", () => {
  it.each(["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "%2fetc%2fpasswd", "/etc/passwd", "stolen"])(
    "not %s",
    async (path) => {
      symlinkSync("/etc/passwd", join(rundir, "stolen"));
      const reply = await get(path);
      expect(reply.status).toBe(403);
      expect(reply.body.toString()).not.toContain("root:");
    },
  );

  it.each(["%", "%ff", "a%00b"])("not %s", async (path) => {
    expect((await get(path)).status).toBe(400);
  });

  it("for five minutes, without a token, and not another one", async () => {
    const ticket = issue();
    expect((await get("step.log", {}, ticket)).status).toBe(200);
    expect(ticket).toMatch(/^[\w-]{43}$/);
    expect(codeOf(await get("step.log", {}, `${ticket.slice(1)}A`))).toBe("gone");
    expect(codeOf(await get("step.log", {}, "__proto__"))).toBe("gone");
    clock += 5 * 60_000 - 1;
    expect((await get("step.log", {}, ticket)).status).toBe(200);
    clock += 1;
    expect(codeOf(await get("step.log", {}, ticket))).toBe("gone");
  });

  it("shows no file with values of variables to who may not see them", async () => {
    for (const name of ["megatest.sh", "megatest.csh", "testconfig", ".testconfig", ".runconfigs.cfg-1.6590-abc"]) {
      writeFileSync(join(rundir, name), "export TOKEN=1");
      symlinkSync(name, join(rundir, `link-to-${name}.txt`));
      expect((await get(name, {}, issue(false))).status).toBe(403);
      expect((await get(`link-to-${name}.txt`, {}, issue(false))).status).toBe(403);
      expect((await get(name, {}, issue(true))).status).toBe(200);
    }
  });

  it("changes nothing", async () => {
    for (const method of ["PUT", "POST", "DELETE"]) expect((await send(port, `/files/${issue()}/step.log`, { method })).status).toBe(405);
  });
});

describe("06-32: parts of a file (§ 25.2)", () => {
  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=8-", "89", "bytes 8-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-100", "56789", "bytes 5-9/10"],
  ])("%s", async (range, text, contentRange) => {
    const reply = await get("step.log", { range });
    expect([reply.status, reply.body.toString(), reply.headers["content-range"]]).toEqual([206, text, contentRange]);
  });

  it("beyond the end is 416 with the size", async () => {
    const reply = await get("step.log", { range: "bytes=10-" });
    expect([reply.status, reply.headers["content-range"]]).toEqual([416, "bytes */10"]);
  });

  it("what cannot be understood, or is of another version, is the whole file", async () => {
    const { headers } = await get("step.log");
    expect(headers["accept-ranges"]).toBe("bytes");
    expect((await get("step.log", { range: "lines=1-2" })).status).toBe(200);
    expect((await get("step.log", { range: "bytes=1-2", "if-range": '"old"' })).status).toBe(200);
    expect((await get("step.log", { range: "bytes=1-2", "if-range": String(headers.etag) })).status).toBe(206);
    expect((await get("step.log", { "if-none-match": String(headers.etag) })).status).toBe(304);
  });

  it("an empty file has no bytes", async () => {
    writeFileSync(join(rundir, "empty.log"), "");
    expect((await get("empty.log")).headers["content-length"]).toBe("0");
    expect(byteRange("bytes=-5", 0)).toBe("beyond");
  });

  it.each([
    [undefined, "all"],
    ["bytes=-", "all"],
    ["bytes=3-1", "all"],
    ["bytes=0-1,3-4", "all"],
    ["bytes=-0", "beyond"],
  ])("%s is %s", (header, range) => {
    expect(byteRange(header, 10)).toBe(range);
  });
});

describe("06 § 33.5: tickets", () => {
  it("the oldest go when there are too many", () => {
    const place = { base: rundir, roots: [] };
    const first = tickets.issue({ place, secrets: false }).ticket;
    for (let count = 0; count < 10_000; count++) tickets.issue({ place, secrets: false });
    expect(() => tickets.redeem(first)).toThrow("valid for five minutes");
  });
});
