"""The looks of the page in a package: our own style sheet, inside the page, for screen (light and dark) and paper."""

STYLE = """
:root{--page:#fff;--pane:#f5f6f8;--line:#d9dde3;--text:#1c2128;--quiet:#57606c;--accent:#0a5fb4;
--good:#14652f;--good-bg:#def3e4;--bad:#a3211f;--bad-bg:#fce4e2;--warn:#7a4a00;--warn-bg:#fbeed6;
--info:#0b57a4;--info-bg:#e1edfa;--plain:#4d5663;--plain-bg:#eceff3;--shared:#5b3a9e;--shared-bg:#ece6f8;
--customer:#0a5c63;--customer-bg:#dbf1f1}
@media (prefers-color-scheme:dark){:root{--page:#15181d;--pane:#1c2026;--line:#333a44;--text:#e6e9ee;--quiet:#a3acb8;
--accent:#76b3f2;--good:#86d9a0;--good-bg:#173524;--bad:#f5a5a0;--bad-bg:#451f1f;--warn:#f0c478;--warn-bg:#40300f;
--info:#93c4f8;--info-bg:#17304b;--plain:#b9c2ce;--plain-bg:#2a3038;--shared:#c8b2f5;--shared-bg:#33274f;
--customer:#85d5d9;--customer-bg:#14373a}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue",
Arial,sans-serif}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}
main,header>div,footer{max-width:1080px;margin:0 auto;padding:0 32px}
header{background:var(--pane);border-bottom:1px solid var(--line)}
header>div{padding-top:40px;padding-bottom:32px}
.kind{margin:0 0 4px;color:var(--quiet);font-size:13px;letter-spacing:.04em;text-transform:uppercase}
h1{margin:0 0 20px;font-size:30px;line-height:1.25;font-weight:650}
h2{margin:48px 0 16px;font-size:21px;font-weight:650}
h3{margin:36px 0 12px;padding-bottom:6px;border-bottom:2px solid var(--line);font-size:17px}
h3 small{margin-left:8px;color:var(--quiet);font-weight:400}
h4{margin:0;font-size:15px}
h4 .id{margin-right:8px;color:var(--accent);font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 24px;margin:0}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
code,.hash{font:12.5px/1.5 ui-monospace,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin:0;padding:0;list-style:none}
.figures li{flex:1 1 128px;padding:14px 16px;background:var(--pane);border:1px solid var(--line);
border-radius:8px;color:var(--quiet);
font-size:13px}
.figures b{display:block;color:var(--text);font-size:26px;line-height:1.2;font-variant-numeric:tabular-nums}
.bar{display:flex;height:10px;margin:16px 0 8px;background:var(--plain-bg);border-radius:5px;overflow:hidden}
.bar i{display:block;background:var(--good)}
.hint{margin:0 0 16px;color:var(--quiet);font-size:13px}
nav ul{columns:3 240px;margin:0;padding:0;list-style:none}
nav li{padding:2px 0;break-inside:avoid}
nav li span{color:var(--quiet)}
article{margin:0 0 16px;padding:16px 20px;border:1px solid var(--line);border-radius:8px;break-inside:avoid-page}
.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:8px 12px;margin-bottom:10px}
.head h4{flex:1 1 320px}
.pill{display:inline-block;padding:1px 9px;border-radius:10px;background:var(--plain-bg);color:var(--plain);
font-size:12.5px;white-space:nowrap}
.good{background:var(--good-bg);color:var(--good)}.bad{background:var(--bad-bg);color:var(--bad)}
.warn{background:var(--warn-bg);color:var(--warn)}.info{background:var(--info-bg);color:var(--info)}
.shared{background:var(--shared-bg);color:var(--shared)}.customer{background:var(--customer-bg);color:var(--customer)}
table{width:100%;border-collapse:collapse;font-size:14px}
th{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);color:var(--quiet);font-size:12.5px;font-weight:600;
text-align:left;vertical-align:bottom}
td{padding:8px 10px 8px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
td.short,th.short{width:1%;white-space:nowrap}
td.state{width:190px}
.text{white-space:pre-line}
.label{margin:12px 0 2px;color:var(--quiet);font-size:12.5px;font-weight:600}
ul.links{margin:0;padding:0;list-style:none}ul.links li{padding:2px 0;overflow-wrap:anywhere}
.quiet{color:var(--quiet)}
.one{display:inline-block}
footer{padding-top:24px;padding-bottom:40px;color:var(--quiet);font-size:13px}
@media (max-width:640px){main,header>div,footer{padding-left:16px;padding-right:16px}dl{grid-template-columns:1fr}
dt{margin-top:6px}td.state{width:auto}}
@media print{:root{--page:#fff;--pane:#fff;--text:#000;--quiet:#444;--line:#bbb;--accent:#000}
body{font-size:10pt}main,header>div,footer{max-width:none;padding-left:0;padding-right:0}nav{display:none}
h2,h3{break-after:avoid}thead{display:table-header-group}.pill{border:1px solid currentcolor}}
"""
