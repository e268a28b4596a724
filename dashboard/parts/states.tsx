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

interface ErrorStateProps {
  readonly error: ApiError;
  readonly again?: () => void;
}

/** What went wrong, and what can be done. */
export function ErrorState({ error, again }: ErrorStateProps) {
  return (
    <section class="state" role="alert">
      <h2>This cannot be shown</h2>
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
