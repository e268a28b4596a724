import { dashboardGroups } from "./flags/dashboard.js";
import { pageText } from "./help.js";

/** The text of `dashboard -h`. */
export function dashboardHelp(width?: number): string {
  return pageText(
    {
      usage: "dashboard [OPTION [VALUE]]...",
      about:
        "Shows the runs of an area in a browser. Prints one line with the address, which holds a token: who has it can do there what you can do. Run it in an area or below one; end it with Ctrl-C.",
      groups: dashboardGroups,
      examples: [
        ["dashboard", "open the dashboard of this area"],
        ["dashboard -no-browser -port 8080", "the same on another host: ssh -L 8080:127.0.0.1:8080 HOST, then open the address here"],
        ["dashboard -areas all", "this area and those that it knows, as one"],
        ["dashboard -export report -target x/% -cols 10", "a copy of the newest ten runs: open report/index.html"],
        ["dashboard -make-token view -expires 7d -label anna", "a token for somebody who may look"],
      ],
      exitCodes: [
        ["0", "ended as it was told to"],
        ["1", "not possible: the message says why"],
        ["2", "no megatest.config here or in any directory above"],
      ],
    },
    width,
  );
}
