import type { Answers, ApiProblem, ErrorCode, StaticCopy } from "../../src/view/index.js";
import { loadScript, staticCopy } from "./static-copy.js";

const tokenKey = "megatest.token";

/** The server refused or could not be reached (`code` is then "unreachable", `status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: ErrorCode | "unreachable",
    message: string,
    readonly status: number,
    readonly detail?: unknown,
  ) {
    super(message);
  }
}

type Scalar = string | number | boolean | undefined;

/** Parameters of a question; undefined ones are left out. */
export type Question = Readonly<Record<string, Scalar>>;

/** Takes the token from the address bar, where `dashboard` put it, and keeps it for this server. */
export function adoptToken(): void {
  if (staticCopy !== undefined) return;
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  localStorage.setItem(tokenKey, token);
  history.replaceState(history.state, "", location.pathname + location.search);
}

/** Headers that every request needs. */
export function authorization(): Record<string, string> {
  const token = localStorage.getItem(tokenKey);
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/**
 * Asks one question of the catalogue.
 *
 * @throws ApiError; an AbortError when `signal` says so
 * @see spec 06 § 19
 */
export function ask<N extends keyof Answers>(name: N, params?: Question, options?: { signal?: AbortSignal }): Promise<Answers[N]>;
export function ask<R>(name: string, params?: Question, options?: { signal?: AbortSignal }): Promise<R>;
export async function ask(name: string, params: Question = {}, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> {
  if (staticCopy !== undefined) return askCopy(staticCopy, name, params, signal);
  const response = await request(apiUrl(name, params), { headers: authorization(), ...(signal && { signal }) });
  return response.json();
}

async function askCopy(copy: StaticCopy, name: string, params: Question, signal: AbortSignal | undefined): Promise<unknown> {
  const given = Object.fromEntries(Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
  const answer = await copy.ask(name, given, { loadScript, ...(signal && { signal }) });
  signal?.throwIfAborted();
  if ("answer" in answer) return answer.answer;
  throw new ApiError(answer.error.code, answer.error.message, 0, answer.error.detail);
}

/**
 * Changes something.
 *
 * @throws ApiError
 */
export async function act<R>(method: "POST" | "PATCH" | "DELETE", name: string, body: unknown = {}): Promise<R> {
  const response = await request(apiUrl(name, {}), {
    method,
    headers: { ...authorization(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** Address of a question, for requests that are not JSON: streams, bytes. Parameter `id` goes where the name has `:id`. */
export function apiUrl(name: string, { id, ...others }: Question): string {
  const query = new URLSearchParams();
  const isInPath = name.includes(":id") && id !== undefined;
  for (const [key, value] of Object.entries(isInPath ? others : { id, ...others })) if (value !== undefined) query.set(key, String(value));
  return `/api/v1/${isInPath ? name.replace(":id", encodeURIComponent(id)) : name}${query.size === 0 ? "" : `?${query}`}`;
}

/** @throws ApiError when the answer is no success */
export async function request(url: string, init: RequestInit): Promise<Response> {
  if (staticCopy !== undefined) throw new ApiError("read-only", "This is a copy: it has no server. Ask the dashboard of the area.", 0);
  let response: Response;
  try {
    response = await fetch(url, { ...init, cache: "no-store" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("unreachable", "The dashboard's server does not answer. It may have ended: start it again, or check the connection.", 0);
  }
  if (response.ok) return response;
  const problem: Partial<ApiProblem> = await response.json().catch(() => ({}));
  const { code = "gone", message = `The server answers ${response.status}.`, detail } = problem.error ?? {};
  throw new ApiError(code, message, response.status, detail);
}
