import { useEffect, useRef, useState } from "preact/hooks";
import type { Plan, PlanRequest } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { serverNow } from "../app/session.js";

interface PlanState {
  /** The last one; stays while a new one is made. */
  readonly plan: Plan | undefined;
  readonly error: ApiError | undefined;
  readonly isMaking: boolean;
  /** What is planned is not what was shown before, though nothing else was asked for. */
  readonly isChanged: boolean;
}

export interface Planned extends PlanState {
  /** Plans the same anew, since what there is has been used or is too old. @param isNews it is told when something has changed */
  readonly again: (isNews: boolean) => void;
  /** Shows what the server has planned meanwhile. */
  readonly replace: (plan: Plan) => void;
}

/** So that not every letter that is typed makes a plan; ms. */
const pause = 400;
/** Before a plan expires a new one is made; seconds. */
const margin = 8;

/** Plans an action while it is shown: anew when something else is asked for, and before the plan expires. One at a time. */
export function usePlan(request: PlanRequest | undefined): Planned {
  const [state, setState] = useState<PlanState>({ plan: undefined, error: undefined, isMaking: true, isChanged: false });
  const question = JSON.stringify(request);
  const wanted = useRef<string>(undefined);
  const isBusy = useRef(false);
  const make = async (again: boolean) => {
    if (isBusy.current || request === undefined) return;
    isBusy.current = true;
    const asked = wanted.current;
    setState((before) => ({ ...before, isMaking: true }));
    const result = await made(asked ?? "");
    isBusy.current = false;
    if (wanted.current === undefined) return;
    if (wanted.current !== asked) return void make(false);
    setState((before) => ({
      plan: before.plan,
      error: undefined,
      ...result,
      isMaking: false,
      isChanged: again && isOther(before.plan, result.plan),
    }));
  };
  useEffect(() => {
    wanted.current = question;
    const timer = setTimeout(() => void make(false), state.plan === undefined && state.error === undefined ? 0 : pause);
    return () => clearTimeout(timer);
  }, [question]);
  useEffect(() => {
    const { plan } = state;
    if (plan === undefined) return;
    const timer = setTimeout(() => void make(true), Math.max(5, plan.expires - serverNow() - margin) * 1000);
    return () => clearTimeout(timer);
  }, [state.plan?.id]);
  useEffect(
    () => () => {
      wanted.current = undefined;
    },
    [],
  );
  return {
    ...state,
    again: (isNews) => void make(isNews),
    replace: (plan) => setState({ plan, error: undefined, isMaking: false, isChanged: true }),
  };
}

async function made(question: string): Promise<Partial<Pick<PlanState, "plan" | "error">>> {
  try {
    return { plan: await act<Plan>("POST", "plan", JSON.parse(question)) };
  } catch (error) {
    if (error instanceof ApiError) return { plan: undefined, error };
    throw error;
  }
}

function isOther(before: Plan | undefined, now: Plan | undefined): boolean {
  return before !== undefined && JSON.stringify([before.text, before.affected]) !== JSON.stringify([now?.text, now?.affected]);
}
