/** Every page's style. System fonts, light and dark, readable on a phone and on paper. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--ink:#1b2126;--soft:#586370;--line:#d5dbe1;--page:#fff;--tint:#f3f6f8;--accent:#0b6e99;--doubt:#8a4b00;--doubt-tint:#fff6e8;--bad:#b3261e;--good:#0f7a53}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#a3adb8;--line:#39424b;--page:#14181c;--tint:#1d2328;--accent:#6cc3e8;--doubt:#f0b566;--doubt-tint:#2b2315;--bad:#ff9a91;--good:#5fd0a3}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main,body>header,body>footer{max-width:74rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:1.5rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .2rem;overflow-wrap:anywhere}
h2{font-size:1.4rem;margin:3rem 0 .2rem;padding-top:1.2rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
main>section:first-child>h2{margin-top:.5rem;padding-top:.4rem}
h3{font-size:1.05rem;margin:2rem 0 .4rem;overflow-wrap:anywhere}
p{margin:.4rem 0 .8rem;max-width:46rem;overflow-wrap:anywhere}
body>header p{margin:0;max-width:none}
.question{color:var(--ink);margin-bottom:.2rem}
.conditions{font-size:.9rem;max-width:none}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.soft,.conditions,figcaption,caption{color:var(--soft)}
.answer{font-size:1.1rem;font-weight:600;border-left:4px solid var(--accent);padding:.2rem 0 .2rem .9rem;margin:.8rem 0;max-width:none}
.answer.regression{border-color:var(--bad)}.answer.pass{border-color:var(--good)}.answer.inconclusive{border-color:var(--doubt)}
.scroll{overflow-x:auto;margin:.6rem 0 1.2rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;padding:.3rem 0}
caption>span{position:sticky;left:0;display:inline-block;max-width:min(100%,calc(100vw - 2.5rem))}
th,td{text-align:left;padding:.34rem .7rem .34rem 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
td.wrap{white-space:normal;min-width:14rem}
thead th{color:var(--soft);font-weight:500}
th.right,td.right{text-align:right}
.right+:not(.right){padding-left:.8rem}
tbody th{position:sticky;left:0;background:var(--page)}
tbody th{font-weight:600}
tr.apart td,tr.apart th{color:var(--soft);font-weight:400}
th button{all:unset;cursor:pointer}
th button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
th button::after{content:"";display:inline-block;margin-left:.35em;border:.28em solid transparent;border-bottom-color:currentColor;opacity:.3;vertical-align:.1em}
th button:hover::after{opacity:.7}
th[aria-sort] button{color:var(--ink)}
th[aria-sort] button::after{opacity:1}
th[aria-sort=descending] button::after{border-color:currentColor transparent transparent;vertical-align:-.15em}
.verdict{margin:.4rem 0;gap:.1rem 1rem}
.verdict dt{font-weight:600;color:var(--ink)}
.matrix{font-size:.85rem;line-height:1.35}
.matrix th,.matrix td{padding:.25rem .6rem .25rem 0}
.mark.apart+.detail,.mark.unsound+.detail{white-space:normal;min-width:5rem}
.matrix thead th{white-space:normal;vertical-align:bottom;font-size:.9rem;overflow-wrap:break-word}
.matrix tbody span,.matrix thead span{display:block;font-size:.78rem;font-weight:400;color:var(--soft)}
.matrix .none{color:var(--soft)}
.mark{display:inline-block;padding:0 .45em;border:1.5px solid transparent;border-radius:1em;font-weight:500}
.mark.first{background:var(--accent);color:var(--page);border-color:var(--accent);font-weight:700}
.mark.worse{background:var(--bad);color:var(--page)}
.mark.placed{border-color:var(--line)}
.mark.apart{border:1.5px dashed var(--doubt);border-radius:0;color:var(--doubt)}
.mark.unsound{border:1.5px solid var(--doubt);border-radius:0;color:var(--doubt)}
.mark.no-claim{padding:0;font-style:italic}
.answers{padding-left:1.4rem;margin:.4rem 0;font-size:.95rem}
.answers li{margin:.15rem 0;overflow-wrap:anywhere}
.cards{list-style:none;margin:1rem 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1rem}
.card{border:1px solid var(--line);border-radius:6px;padding:.9rem 1rem;break-inside:avoid;min-width:0}
.card h3{margin:0 0 .5rem}
.card dl{grid-template-columns:max-content 1fr;font-size:.88rem;margin:.5rem 0}
.card p{font-size:.85rem;margin:.3rem 0}
.model{width:100%;max-width:22rem;height:auto;display:block}
.dots{width:14rem;max-width:100%;height:auto;display:block;margin-top:.7rem}
figure{margin:1rem 0}
figure svg{display:block;min-width:50rem;width:100%;height:auto}
figure svg text{fill:var(--ink)}
figure svg [fill="#fff"]{fill:var(--page)}
.warning{background:var(--doubt-tint);border-left:4px solid var(--doubt);padding:.6rem .9rem;margin:.7rem 0}
.warning strong{color:var(--doubt)}
.warning p{margin:.2rem 0;max-width:none}
code,pre{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--tint);border-radius:3px}
code{padding:.1em .3em;overflow-wrap:anywhere}
pre{padding:.8rem;overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;font-size:.95rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--accent)}
#downloads{padding:0;list-style:none}
#downloads button{font:inherit;padding:.3rem .8rem;border:1.5px solid var(--accent);border-radius:4px;background:var(--page);color:var(--accent);cursor:pointer;margin:.2rem .5rem .2rem 0}
body>footer{color:var(--soft);font-size:.9rem;padding-top:2rem;padding-bottom:3rem}
@media (max-width:40rem){tbody th{white-space:normal;min-width:8rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}h1{font-size:1.4rem}}
@page{margin:12mm}
@media print{:root{font-size:10.5px;color-scheme:light}.scroll{overflow:visible}th,td,.matrix .detail{white-space:normal}figure svg{min-width:0}details::details-content{content-visibility:visible;block-size:auto}h2{break-after:avoid}#downloads{display:none}.mark{print-color-adjust:exact}}
`.trim();
