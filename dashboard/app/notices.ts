import { effect, signal } from "@preact/signals";
import { settings } from "./settings.js";

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: "info" | "problem";
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What stands at the lower edge until it is closed or its time is over. */
export const notices = signal<readonly Notice[]>([]);

const shownFor = 8000;
let count = 0;

/** Tells somebody something; a problem, or what asks for an action, stays until it is closed. */
export function notify(text: string, { kind = "info", action }: Partial<Pick<Notice, "kind" | "action">> = {}): () => void {
  const notice: Notice = { id: ++count, text, kind, ...(action && { action }) };
  const close = () => {
    notices.value = notices.peek().filter(({ id }) => id !== notice.id);
  };
  notices.value = [...notices.peek().filter((other) => other.text !== text), notice];
  if (kind === "info" && action === undefined) setTimeout(close, shownFor);
  return close;
}

/** What the live region says at the moment. */
export const spoken = signal("");

const pause = 5000;
let waiting: string[] = [];
let lastSpoken = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something to a screen reader, at most once in 5 s; what comes meanwhile is said together. Can be muted. */
export function announce(text: string): void {
  if (!settings.peek().announce) return;
  waiting.push(text);
  if (timer === undefined) timer = setTimeout(speak, Math.max(0, lastSpoken + pause - performance.now()));
}

function speak(): void {
  timer = undefined;
  lastSpoken = performance.now();
  spoken.value = waiting.join(". ");
  waiting = [];
}

effect(() => {
  if (!settings.value.announce) waiting = [];
});
