import { readFile } from 'node:fs/promises'
import { FIGURE_STYLE } from '../../core/figure/style.ts'
import { type Asset, assetOf, hashOf, versionOf } from './assets.ts'
import { documentOf } from './document.ts'
import { link } from './link.ts'
import { modulesFrom } from './modules.ts'
import { packages } from './packages.ts'

/** The page at /: its document, its policy, and what the document loads by their addresses. */
export interface Page {
  readonly document: Asset
  readonly policy: string
  readonly assets: ReadonlyMap<string, Asset>
}

const ENTRY = 'page/main.ts'

/** The sheets, in the order in which later ones may overrule earlier ones; the figure's own comes first. */
const SHEETS = ['base', 'layout', 'figure', 'numbers', 'card', 'panels'] as const

/** Reads, links and packs the page. It takes some tenths of a second, in turns of a few milliseconds. */
export async function makePage(): Promise<Page> {
  const [script, bought, ...sheets] = await Promise.all([
    modulesFrom(ENTRY).then(link),
    packages(),
    ...SHEETS.map(sheet),
  ])
  const style = [FIGURE_STYLE, ...sheets].join('\n')
  // All under one address that changes with any of them: a browser keeps them for ever, and never mixes two versions.
  const home = `/assets/${versionOf([style, script, ...bought.map(({ text }) => text)])}`
  const assets = new Map([
    [`${home}/page.css`, await assetOf('text/css', style)],
    [`${home}/page.js`, await assetOf('text/javascript', script)],
  ])
  for (const { file, text } of bought) {
    assets.set(`${home}/${file}`, await assetOf('text/javascript', text))
  }
  const importMap = JSON.stringify({
    imports: Object.fromEntries(bought.map(({ name, file }) => [name, `${home}/${file}`])),
  })
  const text = documentOf({
    importMap,
    sheet: `${home}/page.css`,
    script: `${home}/page.js`,
    others: bought.map(({ file }) => `${home}/${file}`),
  })
  return { document: await assetOf('text/html', text), policy: policyWith(importMap), assets }
}

function sheet(name: string): Promise<string> {
  return readFile(new URL(`../../../page/styles/${name}.css`, import.meta.url), 'utf8')
}

/** Nothing from elsewhere and nothing inline, but the map of the packages. A notebook may show the page in a frame. */
function policyWith(importMap: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${hashOf(importMap)}`,
    "style-src 'self'",
    // A figure becomes a PNG by way of an image of it.
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
