/** Written beside the page when no other style sheet is found; spec 08 § 7. */
export const styleSheet = `body { font-family: sans-serif; background: white; color: black; }
header { font-size: 1.5em; font-weight: bold; }
pre { font-family: monospace; }
pre a { text-decoration: none; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999; padding: 2px 6px; text-align: left; }
td.ok { background: white; }
td.fail { background: #f55; }
.error { color: #c00000; }
.abort { color: #a00020; }
.check { color: #d02040; }
.skip { color: #b03030; }
.warning { color: #d07000; }
.required { color: purple; }
.required-warn { color: olive; }
.ignore { color: green; }
.note { color: #2e8b57; }
.waive { color: saddlebrown; }
.value { color: blue; }
.trigger { color: navy; }
.exitcode { font-size: 1.3em; }
`;
