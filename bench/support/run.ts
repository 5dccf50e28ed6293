import type { Client } from '../load/client.ts'
import type { Programs } from './servers.ts'

/** What a section is given, and what it hands back. */

export interface Run {
  readonly quick: boolean
  readonly programs: Programs
  /** The benchmark's own Python; undefined when the machine has none. */
  readonly python: string | undefined
  /** One with torch. */
  readonly torch: string | undefined
  /** Two load processes: one that measures, one that disturbs. */
  readonly client: Client
  readonly disturber: Client
  /** Figures for the goals, by name; larger is not always better. */
  readonly figures: Map<string, number>
  /** Milliseconds until the section has to be over; it begins nothing more when none are left. */
  left(): number
  /** Prints at once and keeps for RESULTS.md. */
  print(markdown: string): void
}

export type Section = (run: Run) => Promise<void>
