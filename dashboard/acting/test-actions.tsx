import type { RunRef, TestRef } from "../../src/view/index.js";
import { Icon } from "../parts/icon.js";
import { MenuButton } from "../parts/menu.js";
import { noRunsBecause, runOffers, testOffers } from "./offers.js";
import { objectsOf, propose } from "./open.js";
import "./acting.css";

/** What can be done to a test: the usual thing as a button, the rest in a menu. Nothing for who can only look. */
export function TestActions({ test }: { readonly test: TestRef }) {
  if (testOffers([test]).length === 0) return null;
  return (
    <div class="object-actions">
      <button type="button" disabled={noRunsBecause() !== ""} title={noRunsBecause()} onClick={() => propose("rerun", objectsOf([test]))}>
        <Icon name="again" />
        Rerun
      </button>
      <MenuButton label="Actions on the test" icon="more" class="button" groups={() => testOffers([test])} />
    </div>
  );
}

/** What can be done to a run. */
export function RunActions({ run }: { readonly run: RunRef }) {
  if (runOffers([run]).length === 0) return null;
  return (
    <div class="object-actions">
      <MenuButton label="Actions on the run" class="button" groups={() => runOffers([run])}>
        Actions
        <Icon name="down" />
      </MenuButton>
    </div>
  );
}
