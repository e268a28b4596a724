import type { ApiError } from "../api.js";
import { uniqueName } from "../unique.js";
import type { Connection } from "./connection.js";
import type { Message } from "./sse.js";
import { EventStream } from "./stream.js";

/** What the tabs of a browser tell each other. */
type Note =
  | { readonly kind: "wants"; readonly tab: string; readonly topics: readonly string[] }
  | { readonly kind: "who-wants-what" }
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "connection"; readonly connection: Connection };

interface TabListener {
  onMessage(message: Message): void;
  onConnection(connection: Connection): void;
  onRefused(error: ApiError): void;
}

/** How often the leading tab forgets tabs that are gone; ms. */
const rollCall = 15_000;

/** One stream for all tabs of a browser: the tab that holds the lock reads it and tells the others. Spec 06 § 20 */
export class SharedStream {
  readonly #tab = uniqueName();
  readonly #channel = new BroadcastChannel("megatest.live");
  readonly #listener: TabListener;
  readonly #wants = new Map<string, readonly string[]>();
  #own: readonly string[] = [];
  #lastId: string | undefined;
  #connection: Connection = { kind: "connecting" };
  #stream: EventStream | undefined;

  constructor(listener: TabListener) {
    this.#listener = listener;
    this.#channel.onmessage = ({ data }: MessageEvent<Note>) => this.#hear(data);
    window.addEventListener("online", () => this.#stream?.hurry());
    window.addEventListener("offline", () => this.#stream?.renew());
    void this.#elect();
    this.#tell({ kind: "who-wants-what" });
  }

  follow(topics: readonly string[]): void {
    this.#own = topics;
    this.#want(this.#tab, topics);
    this.#tell({ kind: "wants", tab: this.#tab, topics });
  }

  /** Each tab holds a lock of its own as a sign of life, and waits to lead. Without locks (plain HTTP from elsewhere) every tab leads itself. */
  async #elect(): Promise<void> {
    const forEver = () => new Promise<never>(() => {});
    const { locks } = navigator as { readonly locks?: LockManager };
    if (locks === undefined) return this.#lead();
    void locks.request(lockOf(this.#tab), forEver);
    await locks.request("megatest.live", () => {
      this.#lead();
      setInterval(() => void this.#forgetGone(locks), rollCall);
      return forEver();
    });
  }

  #lead(): void {
    this.#stream = new EventStream(
      {
        onMessage: (message) => {
          this.#receive(message);
          this.#tell({ kind: "message", message });
        },
        onConnection: (connection) => {
          if (JSON.stringify(connection) === JSON.stringify(this.#connection)) return;
          this.#connect(connection);
          this.#tell({ kind: "connection", connection });
        },
        onRefused: (error) => this.#listener.onRefused(error),
      },
      this.#lastId,
    );
    this.#want(this.#tab, this.#own);
    this.#tell({ kind: "who-wants-what" });
  }

  #hear(note: Note): void {
    switch (note.kind) {
      case "wants":
        this.#want(note.tab, note.topics);
        break;
      case "who-wants-what":
        this.#tell({ kind: "wants", tab: this.#tab, topics: this.#own });
        if (this.#stream !== undefined) this.#tell({ kind: "connection", connection: this.#connection });
        break;
      case "message":
        this.#receive(note.message);
        break;
      case "connection":
        this.#connect(note.connection);
        break;
    }
  }

  #want(tab: string, topics: readonly string[]): void {
    this.#wants.set(tab, topics);
    this.#stream?.follow(new Set([...this.#wants.values()].flat()));
  }

  async #forgetGone(locks: LockManager): Promise<void> {
    const { held = [] } = await locks.query();
    const alive = new Set(held.map(({ name }) => name));
    for (const tab of this.#wants.keys()) if (!alive.has(lockOf(tab))) this.#wants.delete(tab);
    this.#want(this.#tab, this.#own);
  }

  #receive(message: Message): void {
    this.#lastId = message.id ?? this.#lastId;
    this.#listener.onMessage(message);
  }

  #connect(connection: Connection): void {
    this.#connection = connection;
    this.#listener.onConnection(connection);
  }

  #tell(note: Note): void {
    this.#channel.postMessage(note);
  }
}

function lockOf(tab: string): string {
  return `megatest.tab.${tab}`;
}
