import { runProgram } from './program.ts'

/**
 * Tries examples/batchnorm_client.py against the service, and against one with a single worker and no queue, which is
 * busy as soon as two want something. client.py says what is checked.
 *
 *   npm run test:python
 */
await runProgram('client.py', [{}, { INLINE_BYTES: '0', WORKERS: '1', QUEUE_LIMIT: '0' }])
