import { useEffect, useState } from "preact/hooks";
import type { TestRef, Ticket } from "../../../src/view/index.js";
import { ApiError, act } from "../../app/api.js";
import { testQuestion } from "./refs.js";

/** A ticket lives five minutes; a new one is taken before. ms */
const renewal = 4 * 60_000;

interface TicketState {
  readonly ticket?: Ticket;
  readonly error?: ApiError;
}

/** @throws ApiError */
function takeTicket(test: TestRef): Promise<Ticket> {
  return act<Ticket>("POST", "tickets", testQuestion(test));
}

/** Where the files of a test can be had by frames and links, which cannot show the token of the page. Spec 06 § 33.5 */
export function useTicket(test: TestRef): TicketState {
  const [state, setState] = useState<TicketState>({});
  useEffect(() => {
    let isOver = false;
    const take = () => {
      takeTicket(test).then(
        (ticket) => !isOver && setState({ ticket }),
        (error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          if (!isOver) setState((before) => ({ ...before, error }));
        },
      );
    };
    take();
    const timer = setInterval(take, renewal);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [test.t, test.r, test.n, test.i]);
  return state;
}

/** The address of a file below the run directory. */
export function fileUrl({ url }: Ticket, path: string): string {
  return url + path.split("/").map(encodeURIComponent).join("/");
}

/** Saves a file of a test as one of the user's. @throws ApiError */
export async function saveFile(test: TestRef, path: string): Promise<void> {
  const link = document.createElement("a");
  link.href = fileUrl(await takeTicket(test), path);
  link.download = path.slice(path.lastIndexOf("/") + 1);
  link.click();
}
