import type { ComponentChildren } from "preact";
import type { ApiError } from "../app/api.js";
import "./states.css";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Nothing to show, and why. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <section class="state">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
    </section>
  );
}

/** Something is broken. */
export function Trouble({ title, children }: EmptyStateProps) {
  return (
    <section class="state" role="alert">
      <h2>{title}</h2>
      <p>{children}</p>
      <button type="button" onClick={() => window.location.reload()}>
        Load the page anew
      </button>
    </section>
  );
}

interface ErrorStateProps {
  readonly error: ApiError;
  readonly again?: () => void;
}

const titles: Readonly<Record<ApiError["code"], string>> = {
  "bad-request": "This cannot be asked",
  unauthorized: "This needs a token",
  forbidden: "This is not allowed",
  "not-found": "There is no such thing",
  conflict: "Somebody else was faster",
  moved: "This has moved",
  "read-only": "Nothing can be changed here",
  busy: "The server is busy",
  "too-large": "This is too much at once",
  gone: "This is gone",
  unreachable: "The server does not answer",
};

/** What went wrong with a request, and what can be done. */
export function ErrorState({ error, again }: ErrorStateProps) {
  return (
    <section class="state" role="alert">
      <h2>{titles[error.code]}</h2>
      <p>{error.message}</p>
      {again !== undefined && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </section>
  );
}

/** Shown only after a moment, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p class="loading" role="status">
      Loading {what} …
    </p>
  );
}
