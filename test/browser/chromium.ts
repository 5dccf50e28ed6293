import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

/** The browser of this machine. @throws Error that says how to get one, where there is none */
export function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) {
    throw new Error('there is no Chromium: apt-get install chromium, or say where in CHROMIUM')
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}
