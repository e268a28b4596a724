import type { ComponentChildren } from "preact";
import type { ApiError } from "../app/api.js";
import "./states.css";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** It stands for a whole page. */
  readonly page?: boolean | undefined;
}

function Heading({ page = false, title }: Pick<EmptyStateProps, "page" | "title">) {
  return page ? <h1>{title}</h1> : <h2>{title}</h2>;
}

/** Nothing to show, and why. */
export function EmptyState({ title, children, page }: EmptyStateProps) {
  return (
    <section class="state">
      <Heading page={page} title={title} />
      {children !== undefined && <p>{children}</p>}
    </section>
  );
}

/** Something is broken. */
export function Trouble({ title, children }: EmptyStateProps) {
  return (
    <section class="state" role="alert">
      <Heading page title={title} />
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
  readonly page?: boolean | undefined;
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
export function ErrorState({ error, again, page }: ErrorStateProps) {
  return (
    <section class="state" role="alert">
      <Heading page={page} title={titles[error.code]} />
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
