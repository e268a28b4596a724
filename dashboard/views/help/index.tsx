import { type ColourClass, classTraits } from "../../../src/view/index.js";
import { keysAreShown } from "../../app/key-list.js";
import { hello } from "../../app/session.js";
import { useTitle } from "../../app/title.js";
import { ClassMark } from "../../parts/verdict.js";
import "./help.css";

const filters = [
  ["target=ubuntu/%", "targets by pattern, a part for each key; several with commas"],
  ["run=nightly-%", "runs by the pattern of their name"],
  ["test=unit/%,~unit/slow%", "tests and items; what begins with ~ is left out"],
  ["status=FAIL,ABORT&mode=show", "only what has one of these statuses; without mode these disappear"],
  ["since=7d", "runs of the last seven days"],
  ['q=host:bx12 dur>600 comment:"disk full"', "words and terms"],
] as const;

/** How to find one's way. */
export default function Help() {
  useTitle("Help");
  return (
    <div class="page help">
      <header>
        <h1>Help</h1>
        <p class="soft">Megatest {hello.value?.version}</p>
      </header>
      <section>
        <h2>Finding things</h2>
        <p>
          <kbd>Ctrl</kbd> <kbd>K</kbd> or <kbd>/</kbd> finds runs, targets, tests and views by name. <kbd>t</kbd> shows the tree of targets. The keys
          of every page are listed by <kbd>?</kbd>, or{" "}
          <button type="button" onClick={() => (keysAreShown.value = true)}>
            here
          </button>
        </p>
      </section>
      <section>
        <h2>Addresses</h2>
        <p>Whatever you see has an address: copy it from the browser, and a colleague sees the same. A filter is part of it:</p>
        <dl class="help-filters">
          {filters.map(([text, meaning]) => (
            <div key={text}>
              <dt>
                <code>{text}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2>What the marks mean</h2>
        <ul class="help-marks">
          {(Object.keys(classTraits) as ColourClass[])
            .filter((name) => name !== "none")
            .map((name) => (
              <li key={name}>
                <ClassMark name={name} /> {classTraits[name].title}
              </li>
            ))}
        </ul>
      </section>
    </div>
  );
}
