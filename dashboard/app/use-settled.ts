import { useEffect, useRef } from "preact/hooks";

/** For events that come in swarms: however often the result is called, `call` follows once, so many ms after the first time. */
export function useSettled(call: () => void, ms: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      call();
    }, ms);
  };
}
