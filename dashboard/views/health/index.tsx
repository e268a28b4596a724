import type { Health } from "../../../src/view/index.js";
import { useTitle } from "../../app/title.js";
import { useAgain } from "../../app/use-again.js";
import { useAnswer } from "../../app/use-answer.js";
import { Fact, Facts } from "../../parts/facts.js";
import { sizeText } from "../../parts/size.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";
import { Databases, Disks, Moves, Servers, Tokens } from "./tables.js";
import "../../parts/object-page.css";

/** What it tells of has no events; ms. */
const lookMs = 10_000;

/** The state of the area and of what serves it. Spec 06 § 31.4 */
export default function HealthPage() {
  useTitle("Health");
  const { value, error, again } = useAnswer("servers");
  useAgain("servers", again, lookMs);
  if (value === undefined) return error === undefined ? <Loading what="health" /> : <ErrorState page error={error} again={again} />;
  return (
    <div class="page">
      <h1>Health</h1>
      <div class="fact-columns">
        <Homehost health={value} />
        <OwnProcess health={value} />
      </div>
      <Databases health={value} />
      <Servers servers={value.servers} />
      <Disks disks={value.disks} />
      <Moves moves={value.moves} />
      {value.tokens !== undefined && <Tokens tokens={value.tokens} />}
    </div>
  );
}

function Homehost({ health: { homehost, lock } }: { readonly health: Health }) {
  return (
    <Facts title="Homehost">
      <Fact name="Host">{homehost === undefined ? "none yet" : `${homehost.address}${homehost.isThisHost ? " (this host)" : ""}`}</Fact>
      <Fact name="Epoch">{homehost?.epoch}</Fact>
      <Fact name="Moves">{homehost?.isPinned === true && "never, it is configured"}</Fact>
      <Fact name="Maintenance">{lock === undefined ? "not locked" : `locked by ${lock}`}</Fact>
    </Facts>
  );
}

function OwnProcess({ health: { process } }: { readonly health: Health }) {
  return (
    <Facts title="This dashboard">
      <Fact name="Process">{`${process.pid} on ${process.host}`}</Fact>
      <Fact name="Since">
        <When epoch={process.started} />
      </Fact>
      <Fact name="Memory">{sizeText(process.memory)}</Fact>
      <Fact name="Node">{process.node}</Fact>
    </Facts>
  );
}
