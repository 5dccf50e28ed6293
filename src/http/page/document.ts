import { cardOf } from '../../core/card.ts'
import { circuitFigure } from '../../core/figure.ts'
import { STEPS } from '../../core/graph.ts'

/** Where the document finds its parts. */
export interface Parts {
  readonly importMap: string
  readonly sheet: string
  readonly script: string
  readonly others: readonly string[]
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f6fbd"/><path d="M4 12h20m-5-5 5 5-5 5" fill="none" stroke="#fff" stroke-width="3"/><path d="M28 22H8m5-4-5 4 5 4" fill="none" stroke="#ffb3ad" stroke-width="3"/></svg>',
)}`

/** The page before its scripts run: the figure as it is without numbers, and the card of every step to take from. */
export function documentOf({ importMap, sheet, script, others }: Parts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Batch normalization, step by step</title>
<meta name="description" content="The circuit of batch normalization with your own numbers in it: nine steps forward, the same nine backward.">
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${sheet}">
<script type="importmap">${importMap}</script>
${others.map((path) => `<link rel="modulepreload" href="${path}">`).join('\n')}
<script type="module" src="${script}"></script>
</head>
<body>
<a class="skip" href="#steps">To the steps</a>
<header class="top">
<h1>Batch normalization, step by step</h1>
<nav aria-label="Documents"><a href="/docs">API</a> <a href="/problems">Problems</a> <a href="/openapi.json">OpenAPI</a></nav>
</header>
<main id="page">
<div class="circuit-frame">${circuitFigure({ bare: true })}</div>
<noscript><p>Stepping through the circuit needs scripts. The figure above, and the service at <a href="/docs">/docs</a>, do without.</p></noscript>
</main>
<template id="cards">${STEPS.map(({ step }) => cardOf(step)).join('\n')}</template>
</body>
</html>
`
}
