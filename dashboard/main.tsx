import { render } from "preact";
import { adoptToken } from "./app/api.js";
import { Shell } from "./app/shell.js";
import { followTheme } from "./app/theme.js";

adoptToken();
followTheme();
render(<Shell />, document.body);
