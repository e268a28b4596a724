import { useState } from "preact/hooks";
import type { TestRef } from "../../../src/view/index.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { fileUrl, useTicket } from "../test/tickets.js";

/** An HTML page of a test, such as logpro's. It is hostile: the frame has no scripts and no origin. Spec 06 § 25.10, § 33.6 */
export function PageFrame({ test, path }: { readonly test: TestRef; readonly path: string }) {
  const { ticket, error } = useTicket(test);
  // A new ticket must not load a page anew that somebody reads.
  const [first, setFirst] = useState(ticket);
  if (first === undefined && ticket !== undefined) setFirst(ticket);
  if (error !== undefined && first === undefined) return <ErrorState error={error} />;
  if (first === undefined) return <Loading what={path} />;
  return <iframe class="log-page" src={fileUrl(first, path)} title={path} sandbox="" referrerpolicy="no-referrer" />;
}
