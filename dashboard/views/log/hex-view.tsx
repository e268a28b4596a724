import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { LogRef } from "../../../src/view/index.js";
import { ApiError, apiUrl, authorization, request } from "../../app/api.js";
import { notify } from "../../app/notices.js";
import { LineList } from "./line-list.js";
import type { LineRange } from "./window.js";

const rowBytes = 16;
/** Bytes that are asked for together. */
const pageBytes = 1 << 16;
const keptPages = 32;

/** Bytes of a file, read in pages as they are looked at. */
class ByteSource {
  readonly #pages = new Map<number, Uint8Array>();
  readonly #loading = new Set<number>();
  readonly #closing = new AbortController();

  constructor(
    readonly ref: LogRef,
    readonly arrived: () => void,
  ) {}

  close(): void {
    this.#closing.abort();
  }

  /** Of a row, from 1; undefined while they are not there. */
  row(number: number): Uint8Array | undefined {
    const offset = (number - 1) * rowBytes;
    return this.#pages.get(Math.floor(offset / pageBytes))?.subarray(offset % pageBytes, (offset % pageBytes) + rowBytes);
  }

  need({ first, last }: LineRange): void {
    const pageOf = (row: number) => Math.floor(((row - 1) * rowBytes) / pageBytes);
    for (let page = pageOf(first); page <= pageOf(last); page++) if (!this.#pages.has(page) && !this.#loading.has(page)) void this.#load(page);
  }

  async #load(page: number): Promise<void> {
    this.#loading.add(page);
    try {
      const range = `bytes=${page * pageBytes}-${(page + 1) * pageBytes - 1}`;
      const response = await request(apiUrl("test/file", { ...this.ref }), {
        headers: { ...authorization(), Range: range },
        signal: this.#closing.signal,
      });
      this.#pages.set(page, new Uint8Array(await response.arrayBuffer()));
      const [oldest] = this.#pages.keys();
      if (this.#pages.size > keptPages && oldest !== undefined) this.#pages.delete(oldest);
      this.#loading.delete(page);
      this.arrived();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      notify(error.message, { kind: "problem" });
    }
  }
}

/** A file that is no text: its bytes as numbers and letters. Spec 06 § 25.6 */
export function HexView({ logRef, bytes }: { readonly logRef: LogRef; readonly bytes: number }) {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const source = useMemo(() => new ByteSource(logRef, () => redraw(0)), [JSON.stringify(logRef)]);
  useEffect(() => () => source.close(), [source]);
  const digits = Math.max(8, bytes.toString(16).length);
  return (
    <div class="log-body">
      <LineList
        label={`Bytes of ${logRef.f}`}
        count={Math.ceil(bytes / rowBytes)}
        wrap={false}
        digits={digits}
        line={(number) => <HexRow key={number} number={number} digits={digits} bytes={source.row(number)} />}
        onDrawn={(range) => source.need(range)}
        onReady={() => {}}
      />
    </div>
  );
}

function HexRow({ number, digits, bytes }: { readonly number: number; readonly digits: number; readonly bytes: Uint8Array | undefined }) {
  const offset = ((number - 1) * rowBytes).toString(16).padStart(digits, "0");
  const numbers = Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, "0"));
  const letters = Array.from(bytes ?? [], (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
  const halves = [numbers.slice(0, 8).join(" "), numbers.slice(8).join(" ")].join("  ");
  return (
    <div class="log-row" data-line={number}>
      <span class="log-number" data-number={offset} />
      <span class="log-text">
        {halves.padEnd(rowBytes * 3 + 1)} <span class="log-letters">{letters}</span>
      </span>
    </div>
  );
}
