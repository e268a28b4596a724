import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Loading, Trouble } from "./states.js";

interface LazyTabProps<P> {
  readonly what: string;
  readonly load: () => Promise<{ readonly default: ComponentType<P> }>;
  readonly props: P;
}

/** A part of a page that is loaded when it is first shown. Give it a key: it shows what it was made for. */
export function LazyTab<P extends object>({ what, load, props }: LazyTabProps<P>) {
  const [Tab, setTab] = useState<ComponentType<P>>();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    load().then(
      (module) => setTab(() => module.default),
      () => setBroken(true),
    );
  }, []);
  if (isBroken) return <Trouble title="This part of the dashboard cannot be loaded">The server has ended, or is of another version now.</Trouble>;
  return Tab === undefined ? <Loading what={what} /> : <Tab {...props} />;
}
