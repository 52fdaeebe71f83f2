// Runs before the page is painted, so that nothing flashes: this page is the same for everybody, so the server cannot write the theme into it.
const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie)?.[1]
if (chosen) document.documentElement.dataset.theme = chosen
