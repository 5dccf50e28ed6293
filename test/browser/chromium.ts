import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where systems keep a Chromium, the distribution's own first. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser of this machine: CHROMIUM says which, else the first there is. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM']
  return named || PLACES.find((place) => existsSync(place))
}

/** @throws Error that says how to get one, where there is none */
export function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) {
    throw new Error('there is no Chromium: apt-get install chromium, or say where in CHROMIUM')
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}
