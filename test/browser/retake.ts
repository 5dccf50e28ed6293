import { mkdirSync, writeFileSync } from 'node:fs'
import { startServer } from '../support/server.ts'
import { launch } from './chromium.ts'
import { settled } from './settled.ts'
import { SHOTS, take } from './shots.ts'

/**
 * Takes the pictures of the page anew that the documents show.
 *
 *   npm run screenshots
 */

const ROOT = new URL('../../', import.meta.url)
const [browser, server] = await Promise.all([launch(), startServer()])
mkdirSync(new URL('docs/page', ROOT), { recursive: true })
for (const shot of SHOTS) {
  writeFileSync(new URL(shot.file, ROOT), await take(browser, server.origin, shot, settled))
  console.log(shot.file)
}
await browser.close()
await server.stop()
