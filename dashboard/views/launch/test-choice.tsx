import { useState } from "preact/hooks";
import { TestPattern } from "../../../src/model/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { toggledIn } from "./launch-params.js";

interface TestChoiceProps {
  readonly pattern: string;
  readonly onChange: (pattern: string) => void;
}

/** More are found by their names. */
const shown = 200;

/** The tests that there are; those that the pattern names are ticked. */
export function TestChoice({ pattern, onChange }: TestChoiceProps) {
  const { value } = useAnswer("tests");
  const [words, setWords] = useState("");
  const all = (value?.items ?? []).filter(({ directory }) => directory !== undefined);
  const found = all.filter(({ testname, tags }) => `${testname} ${tags.join(" ")}`.toLowerCase().includes(words.toLowerCase()));
  const names = new TestPattern(pattern === "" ? "%" : pattern);
  const parts = new Set(pattern.split(","));
  return (
    <div class="test-choice">
      <input
        type="search"
        aria-label="Find tests"
        placeholder={`Find among ${all.length} tests…`}
        value={words}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <div class="test-list" role="group" aria-label="Tests">
        {found.slice(0, shown).map(({ testname, tags }) => (
          <label key={testname} class={names.names(testname) ? "check named" : "check"}>
            <input type="checkbox" checked={parts.has(testname)} onChange={() => onChange(toggledIn(pattern, testname))} />
            <span class="clip">{testname}</span>
            <span class="soft clip">{tags.join(", ")}</span>
          </label>
        ))}
        {found.length === 0 && <p class="soft">{value === undefined ? "…" : "No test of that name."}</p>}
        {found.length > shown && <p class="soft">… and {found.length - shown} more</p>}
      </div>
    </div>
  );
}
