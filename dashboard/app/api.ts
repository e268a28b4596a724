import type { Answers, ApiProblem, ErrorCode } from "../../src/view/index.js";

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
  const response = await request(apiUrl(name, params), { headers: authorization(), ...(signal && { signal }) });
  return response.json();
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
