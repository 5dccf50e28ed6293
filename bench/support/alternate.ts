import { median } from './statistics.ts'

/** What each takes, one after the other and again, so that a busy minute of the machine hits all of them; the medians. */
export async function alternate<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants) as Name[]
  const took = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) took.get(name)?.push(await contestants[name]())
  }
  const medians = names.map((name) => [name, median(took.get(name) ?? [])])
  return Object.fromEntries(medians) as Record<Name, number>
}
