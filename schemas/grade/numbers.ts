import { z } from 'zod'

/** A part of the whole: 0 to 1. */
export const Fraction = z.number().min(0).max(1)

/** Points: finite and not negative. */
export const Points = z.number().min(0)

/** What a platform without options is told. */
export const NoOptions = z.strictObject({}).meta({
  id: 'NoPlatformOptions',
  description: 'This platform needs to be told nothing beside the result.',
})
