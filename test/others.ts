import { findChromium } from './browser/find-chromium.ts'

/**
 * Says what `npm test` has not run, since it needs more than Node.
 *
 *   node test/others.ts
 */

const chromium = findChromium()
console.log(`
Not run here, since they need more than Node, or longer:
  npm run test:faults     overload, floods, kills and full disks
  npm run test:browser    the page in a browser (Chromium: ${chromium ?? 'none found on this machine'})
  npm run test:python     the Python of the documents, and students' programs (python3)
  npm run test:notebook   the notebook of examples/ (python3)
`)
