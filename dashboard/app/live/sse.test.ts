import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageReader } from "./sse.js";

const text = ': awake\n\nid: s.1\nevent: run\ndata: {"a":\ndata: 1}\n\nevent: reset\ndata: gone\r\n\r\nid: s.3\nretry: 5\n\ndata:x\n\n';
const messages = [
  { id: "s.1", event: "run", data: '{"a":\n1}' },
  { id: "s.1", event: "reset", data: "gone" },
  { id: "s.3", event: "message", data: "x" },
];

describe("06 § 20: the stream", () => {
  it("is taken apart the same however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const reader = new MessageReader();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const found = places.slice(1).flatMap((to, at) => reader.push(text.slice(places[at], to)));
        expect(found).toEqual(messages);
      }),
    );
  });
});
