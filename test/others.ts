import { findChromium } from './browser/find-chromium.ts'
import { findPrometheus } from './deploy/find-prometheus.ts'

/**
 * Says what `npm test` has not run, since it needs more than Node or a while.
 *
 *   node test/others.ts
 */

const chromium = findChromium()
const prometheus = findPrometheus()
console.log(`
Not run here, since they need more than Node, or longer:
  npm run test:faults     overload, floods, kills and full disks
  npm run test:browser    the page in a browser (Chromium: ${chromium ?? 'none found on this machine'})
  npm run test:redis      limits that replicas share (redis-server or valkey-server)
  npm run test:python     the Python of the documents, and students' programs (python3)
  npm run test:deploy     what is under deploy/, run for real (Prometheus: ${prometheus ?? 'none found on this machine'})
  npm run test:notebook   the notebook of examples/ (python3)
  npm run test:contract   every operation against /openapi.json, by Schemathesis (python3)

Nor these, since they take their time:
  npm run test:long       ten thousand submissions, every example from the command line, the kernel compiled anew
  npm run test:attack     thousands of bad requests, and what has to come of each
  npm run test:fuzz       a hundred thousand spoiled archives
  npm run test:load       a deadline, and twice the capacity
`)
