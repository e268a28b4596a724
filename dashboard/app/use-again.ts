import { useEffect, useRef } from "preact/hooks";
import { useLive } from "./live.js";

/** Events come in swarms; ms. */
const settling = 1000;

/**
 * Asks again a second after something happened, and every `periodMs` for what tells no events.
 *
 * @param topic see `follow`
 */
export function useAgain(topic: string, again: () => void, periodMs: number): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(topic, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      again();
    }, settling);
  });
  useEffect(() => {
    const period = setInterval(() => {
      if (!document.hidden) again();
    }, periodMs);
    return () => {
      clearInterval(period);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [periodMs]);
}
