import { runProgram } from './program.ts'

/**
 * Has the service diagnose code that it has never seen: NumPy programs as students write them, right in every form and
 * with every mistake of the table. students/run.py says what is checked.
 *
 *   npm run test:python
 */
await runProgram('students/run.py')
