import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { Connection, greets } from "./connection.js";

/** A server that does with each connection what it is told; its requests. */
async function serverThat(act: (socket: Socket, request: string) => unknown) {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => {});
    socket.on("data", (part) => {
      requests.push(part.toString());
      act(socket, part.toString());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connection = new Connection({ host: "127.0.0.1", port }, "secret");
  onTestFinished(() => {
    connection.close();
    server.close();
  });
  return { port, connection, requests, connections: () => connections };
}

const answer = (body: string, more = "") => `HTTP/1.1 200 OK\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe("a connection", () => {
  it("is kept from one request to the next, and says who asks", async () => {
    const { connection, requests, connections, port } = await serverThat((socket) => socket.write(answer("é")));
    expect([await connection.post("ü"), await connection.post("2")]).toEqual(["é", "é"]);
    expect(connections()).toBe(1);
    expect(requests[0]).toBe(
      `POST /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer secret\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\nü`,
    );
  });

  it("takes answers in any pieces", async () => {
    const bytes = Buffer.from(answer(`${"x".repeat(100_000)}é`, "connection: keep-alive\r\n"));
    const { connection } = await serverThat(async (socket) => {
      for (let at = 0; at < bytes.length; at += at < 80 ? 1 : 30_001) {
        socket.write(bytes.subarray(at, at < 80 ? at + 1 : at + 30_001));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    expect(await connection.post("")).toBe(`${"x".repeat(100_000)}é`);
  });

  it("is made anew after an answer that says that it was the last, or after it broke", async () => {
    let round = 0;
    const { connection, connections } = await serverThat((socket) => {
      round++;
      if (round === 1) socket.end(answer("1", "Connection: close\r\n"));
      else if (round === 2) socket.write(answer("2"), () => socket.destroy());
      else socket.write(answer("3"));
    });
    expect(await connection.post("")).toBe("1");
    expect(await connection.post("")).toBe("2");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await connection.post("")).toBe("3");
    expect(connections()).toBe(3);
  });

  it.each([
    ["breaks off", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "the connection broke off"],
    ["speaks something else", "220 mail.example ESMTP\r\n\r\n", "no answer of a server of megatest"],
    ["does not say how much comes", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "no answer of a server of megatest"],
    ["says more than it announced", `${answer("1")}HTTP/1.1`, "says more than it was asked"],
    ["announces too much", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "too large"],
    ["has an endless head", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(4000)}`, "no answer of a server of megatest"],
  ])("fails when the server %s", async (_, text, message) => {
    const { connection } = await serverThat((socket) => socket.end(text));
    await expect(connection.post("")).rejects.toThrow(message);
  });

  it("fails where nobody listens", async () => {
    await expect(new Connection({ host: "127.0.0.1", port: 1 }).post("")).rejects.toThrow("ECONNREFUSED");
    expect(await greets({ host: "127.0.0.1", port: 1 })).toBe(false);
  });

  it("knows a server of megatest by its greeting", async () => {
    const { port, requests } = await serverThat((socket) => socket.write(answer("hey there!\n")));
    expect(await greets({ host: "127.0.0.1", port })).toBe(true);
    expect(requests[0]).toMatch(/^GET \/hey HTTP/);
    expect(requests[0]).not.toContain("Authorization");
    const other = await serverThat((socket) => socket.write(answer("Apache")));
    expect(await greets({ host: "127.0.0.1", port: other.port })).toBe(false);
  });
});
