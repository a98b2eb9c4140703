/** The page's whole style. System fonts, light and dark, readable on a phone and on paper. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--ink:#1b2126;--soft:#586370;--line:#d5dbe1;--page:#fff;--tint:#f3f6f8;--accent:#0b6e99;--doubt:#8a4b00;--doubt-tint:#fff6e8}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#a3adb8;--line:#39424b;--page:#14181c;--tint:#1d2328;--accent:#6cc3e8;--doubt:#f0b566;--doubt-tint:#2b2315}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main,body>header,body>footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:2.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem;overflow-wrap:anywhere}
h2{font-size:1.4rem;margin:3.2rem 0 .2rem;padding-top:1.2rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
h3{font-size:1.05rem;margin:2rem 0 .4rem}
p{margin:.4rem 0 .8rem;max-width:46rem;overflow-wrap:anywhere}
a{color:var(--accent)}
.soft,.question,figcaption,caption{color:var(--soft)}
.answer{font-size:1.1rem;font-weight:600;border-left:4px solid var(--accent);padding:.2rem 0 .2rem .9rem;margin:.8rem 0;max-width:none}
.scroll{overflow-x:auto;margin:.6rem 0 1.2rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;padding:.3rem 0}
th,td{text-align:left;padding:.34rem .7rem .34rem 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
td.wrap{white-space:normal;min-width:14rem}
thead th{color:var(--soft);font-weight:500}
th.right,td.right{text-align:right}
tbody th{font-weight:600}
tr.apart td,tr.apart th{color:var(--soft);font-weight:400}
figure{margin:1rem 0}
figure svg{display:block;min-width:44rem;width:100%;height:auto}
figure svg text{fill:var(--ink)}
figure svg [fill="#fff"]{fill:var(--page)}
.warning{background:var(--doubt-tint);border-left:4px solid var(--doubt);padding:.6rem .9rem;margin:.7rem 0}
.warning strong{color:var(--doubt)}
.warning p{margin:.2rem 0}
code,pre{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--tint);border-radius:3px}
code{padding:.1em .3em;overflow-wrap:anywhere}
pre{padding:.8rem;overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;font-size:.95rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--accent)}
body>footer{color:var(--soft);font-size:.9rem;padding-top:2rem;padding-bottom:3rem}
@media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}h1{font-size:1.5rem}}
@media print{.scroll{overflow:visible}figure svg{min-width:0}details>*{display:block}h2{break-after:avoid}}
`.trim();
