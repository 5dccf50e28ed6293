import type { Operation } from '../src/operations/operation.ts'
import { backward } from './backward.ts'
import { convertRunning } from './convert-running.ts'
import { diagnose } from './diagnose.ts'
import { figure } from './figure.ts'
import { forward } from './forward.ts'
import { GRADING } from './grade.ts'
import { gradientCheck } from './gradient-check.ts'
import { gradientCheckSweep } from './gradient-check-sweep.ts'
import { inputs } from './inputs.ts'

/** The computing operations, in the order a reader meets them. */
export const OPERATIONS: readonly Operation[] = [
  forward,
  backward,
  gradientCheck,
  gradientCheckSweep,
  inputs,
  convertRunning,
  diagnose,
  figure,
  ...GRADING,
]
