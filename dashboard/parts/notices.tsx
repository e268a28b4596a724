import { notices, spoken } from "../app/notices.js";
import { Icon } from "./icon.js";
import "./notices.css";

/** Notices at the lower edge, and the region that a screen reader listens to. */
export function Notices() {
  return (
    <>
      <section class="notices" aria-label="Notices" aria-live="polite">
        {notices.value.map(({ id, text, kind, action }) => (
          <div key={id} class={`notice ${kind}`}>
            <Icon name={kind === "problem" ? "warning" : "info"} />
            <span>{text}</span>
            {action && (
              <button
                type="button"
                onClick={() => {
                  close(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <button type="button" class="plain icon" aria-label="Close notice" onClick={() => close(id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </section>
      <p class="only-spoken" aria-live="polite" role="status">
        {spoken}
      </p>
    </>
  );
}

function close(id: number): void {
  notices.value = notices.peek().filter((notice) => notice.id !== id);
}
