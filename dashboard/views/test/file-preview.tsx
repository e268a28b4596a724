import { useState } from "preact/hooks";
import type { TestRef } from "../../../src/view/index.js";
import { Icon } from "../../parts/icon.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { PlaceLink } from "./place.js";
import { logRoute, testRoute } from "./refs.js";
import { fileUrl, useTicket } from "./tickets.js";

type Preview = "page" | "picture" | "pdf";

const previews: Readonly<Record<string, Preview>> = {
  html: "page",
  htm: "page",
  png: "picture",
  jpg: "picture",
  jpeg: "picture",
  gif: "picture",
  webp: "picture",
  svg: "picture",
  pdf: "pdf",
};

/** How a file is shown on the page; others are shown as logs. */
export function previewOf(path: string): Preview | undefined {
  return previews[path.slice(path.lastIndexOf(".") + 1).toLowerCase()];
}

interface FilePreviewProps {
  readonly test: TestRef;
  /** Below the run directory. */
  readonly path: string;
}

/** A picture or an HTML page of a test. It is hostile: the frame has no scripts, no origin, and reaches only its neighbours. Spec 06 § 33.6 */
export function FilePreview({ test, path }: FilePreviewProps) {
  const { ticket, error } = useTicket(test);
  // A new ticket must not load a page anew that somebody reads.
  const [first, setFirst] = useState(ticket);
  if (first === undefined && ticket !== undefined) setFirst(ticket);
  if (error !== undefined && ticket === undefined) return <ErrorState error={error} />;
  if (first === undefined || ticket === undefined) return <Loading what={path} />;
  const kind = previewOf(path);
  return (
    <section class="file-preview" aria-label={path}>
      <div class="tab-tools">
        <PlaceLink to={testRoute(test, { tab: "files", ...(path.includes("/") && { dir: path.slice(0, path.lastIndexOf("/")) }) })} class="button">
          ‹ Files
        </PlaceLink>
        <span class="mono clip">{path}</span>
        <span class="spacer" />
        {kind !== "picture" && kind !== "pdf" && <PlaceLink to={logRoute(test, path)}>text</PlaceLink>}
        <a class="button" href={fileUrl(ticket, path)} target="_blank" rel="noreferrer noopener">
          <Icon name="open" />
          New tab
        </a>
      </div>
      {kind === "picture" ? (
        <div class="picture">
          <img src={fileUrl(first, path)} alt={path} />
        </div>
      ) : (
        <iframe src={fileUrl(first, path)} title={path} sandbox={first.scripts ? "allow-scripts" : ""} referrerpolicy="no-referrer" />
      )}
    </section>
  );
}
