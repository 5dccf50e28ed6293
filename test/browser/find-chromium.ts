import { existsSync } from 'node:fs'

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
