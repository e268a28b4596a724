import { formatRef, type LogMarks, type LogRef, type Params, type Ticket } from "../../../src/view/index.js";
import { act } from "../../app/api.js";
import { set, settings } from "../../app/settings.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { MenuButton, type MenuGroup } from "../../parts/menu.js";
import { testQuestion } from "../test/refs.js";
import { fileUrl } from "../test/tickets.js";
import type { LogModel } from "./log-model.js";
import type { Side } from "./log-side.js";

interface LogToolsProps {
  readonly logRef: LogRef;
  readonly model: LogModel;
  readonly marks: LogMarks | undefined;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly askLine: () => void;
}

/** Runs offered to compare with. */
const offeredRuns = 30;

/** Switches of the viewer, and what can be done with the log. */
export function LogTools({ logRef, marks, side, onSide, params, setParams, askLine, model }: LogToolsProps) {
  const { logWrap, logTimes } = settings.value;
  const { value: history } = useAnswer("history", { t: logRef.t, n: logRef.n, i: logRef.i });
  const others = (history?.items ?? []).filter(({ r, t }) => r !== logRef.r || t !== logRef.t).slice(-offeredRuns);
  const groups = (): MenuGroup[] => [
    {
      items: [
        { label: "Go to line …", run: askLine, key: ":" },
        { label: "Download", run: () => void download(logRef) },
      ],
    },
    {
      title: "Compare with",
      items: others
        .toReversed()
        .map(({ t, r }) => ({ label: t === logRef.t ? r : `${t}/${r}`, run: () => setParams({ with: formatRef({ t, r }), line: undefined }) })),
    },
  ];
  const isFollowed = params["tail"] === "1";
  return (
    <div class="log-switches">
      {marks !== undefined && marks.total > 0 && (
        <Toggle
          label={`Marks ${marks.total}`}
          title="Lines that log rules speak of (m, Shift+M)"
          isOn={side === "marks"}
          onChange={() => onSide(side === "marks" ? "none" : "marks")}
        />
      )}
      <Toggle label="Wrap" title="Wrap long lines (w)" isOn={logWrap} onChange={() => set("logWrap", !logWrap)} />
      <Toggle label="Times" title="Time since the line before (t)" isOn={logTimes} onChange={() => set("logTimes", !logTimes)} />
      <Toggle
        label="Raw"
        title="Escape sequences and carriage returns as they are"
        isOn={params["raw"] === "1"}
        onChange={() => setParams({ raw: params["raw"] === "1" ? undefined : "1" })}
      />
      <Toggle
        label={isFollowed && !model.isAtEnd.value ? "Follow (paused)" : "Follow"}
        title="Stay at the end while the log grows (f)"
        isOn={isFollowed}
        onChange={() => setParams({ tail: isFollowed ? "0" : "1", line: undefined })}
      />
      <MenuButton label="More" groups={groups} icon="more" />
    </div>
  );
}

function Toggle({
  label,
  title,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly title: string;
  readonly isOn: boolean;
  readonly onChange: () => void;
}) {
  return (
    <button type="button" class="plain" title={title} aria-pressed={isOn} onClick={onChange}>
      {label}
    </button>
  );
}

/** Frames and links cannot show the token of this page: they need a ticket. */
async function download(logRef: LogRef): Promise<void> {
  const ticket = await act<Ticket>("POST", "tickets", testQuestion(logRef));
  const link = document.createElement("a");
  link.href = fileUrl(ticket, logRef.f);
  link.download = logRef.f.slice(logRef.f.lastIndexOf("/") + 1);
  link.click();
}
