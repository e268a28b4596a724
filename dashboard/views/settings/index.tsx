import { now, timeText } from "../../app/clock.js";
import { hello } from "../../app/session.js";
import { type Settings, set, settings } from "../../app/settings.js";
import { useTitle } from "../../app/title.js";
import "./settings.css";

/** What somebody prefers; kept in this browser. */
export default function SettingsView() {
  useTitle("Settings");
  return (
    <div class="page settings">
      <header>
        <h1>Settings</h1>
        <p class="soft">They are kept in this browser, for dashboards at this address.</p>
      </header>
      <Choice
        title="Theme"
        name="theme"
        options={[
          ["system", "As the system"],
          ["light", "Light"],
          ["dark", "Dark"],
        ]}
      />
      <Choice
        title="Colours of results"
        name="palette"
        options={[
          ["classic", "Classic"],
          ["safe", "Colour-blind safe"],
        ]}
      />
      <Choice
        title="Times"
        name="time"
        options={[
          ["iso", "Date and time"],
          ["relative", "How long ago"],
          ["week", "Work week and day"],
        ]}
        note={`A minute ago is ${timeText(now.value - 60)}.`}
      />
      <Choice
        title="Time zone"
        name="zone"
        options={[
          ["browser", `This browser's (${Intl.DateTimeFormat().resolvedOptions().timeZone})`],
          ["server", `The server's (${hello.value?.timeZone})`],
        ]}
      />
      <fieldset>
        <legend>Keyboard and speech</legend>
        <Switch name="letterKeys" label="Keys of one letter, such as / and ?" />
        <Switch name="announce" label="Tell a screen reader of runs and jobs that end" />
      </fieldset>
    </div>
  );
}

interface ChoiceProps<K extends keyof Settings> {
  readonly title: string;
  readonly name: K;
  readonly options: readonly (readonly [Settings[K] & string, string])[];
  readonly note?: string;
}

function Choice<K extends keyof Settings>({ title, name, options, note }: ChoiceProps<K>) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {options.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={name} checked={settings.value[name] === value} onChange={() => set(name, value)} />
          {label}
        </label>
      ))}
      {note !== undefined && <p class="soft">{note}</p>}
    </fieldset>
  );
}

function Switch({ name, label }: { readonly name: "letterKeys" | "announce"; readonly label: string }) {
  return (
    <label>
      <input type="checkbox" checked={settings.value[name]} onChange={({ currentTarget }) => set(name, currentTarget.checked)} />
      {label}
    </label>
  );
}
