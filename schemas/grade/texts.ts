import { z } from 'zod'

/** The document for whatever reads JUnit's XML. */
export const JunitReport = z
  .string()
  .startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
  .endsWith('</testsuites>\n')
  .meta({
    id: 'JunitReport',
    description: 'XML as JUnit writes it: one suite, one case for every test.',
  })

/** The document for people. */
export const GradeText = z
  .string()
  .min(1)
  .meta({ id: 'GradeText', description: 'The points and what is to be said, as plain text.' })
