import { useEffect } from "preact/hooks";
import { Link } from "../parts/link.js";
import { ErrorState, Loading } from "../parts/states.js";
import { CurrentView } from "./current-view.js";
import { location } from "./router.js";
import { greet, hello, refused } from "./session.js";
import { listedViews } from "./views.js";

/** The frame of the page: header, navigation, the view that the address names. */
export function Shell() {
  useEffect(() => void greet(), []);
  if (refused.value !== undefined) return <ErrorState error={refused.value} again={() => void greet()} />;
  if (hello.value === undefined) return <Loading what="the area" />;
  return (
    <div class="shell">
      <header class="header">
        <Link to="/ui/runs" class="brand">
          {hello.value.areas[0]?.name ?? "Megatest"}
        </Link>
        <nav aria-label="Views">
          {listedViews().map(([view, { title }]) => (
            <Link key={view} to={`/ui/${view}`} {...(location.value?.view === view && { "aria-current": "page" as const })}>
              {title}
            </Link>
          ))}
        </nav>
      </header>
      <main class="main">
        <CurrentView />
      </main>
    </div>
  );
}
