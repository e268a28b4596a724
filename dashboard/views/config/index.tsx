import { EmptyState } from "../../parts/states.js";

export default function View() {
  return <EmptyState title="Config" />;
}
