import { setTimeout as delay } from 'node:timers/promises'
import type { Act } from './act.ts'
import { Health } from './health.ts'
import { HEADER, quantile, row } from './numbers.ts'
import { type Felt, Student } from './student.ts'

/**
 * Twice as many requests as the service can answer, for a while: the small ones and health have to be answered all the
 * same, and of the others each has its result or is told to come back.
 *
 * @returns whether they were
 */
export async function overload(
  origin: string,
  acts: readonly Act[],
  seconds: number,
): Promise<boolean> {
  const small = actNamed(acts, 'forward')
  const heavy = actNamed(acts, 'grade')
  const idle = await smallOnes(origin, small, 5)
  const capacity = await capacityOf(origin, heavy, 5)
  const rate = 2 * capacity
  const health = new Health(origin)
  const [flooded, beside] = await Promise.all([
    flood(origin, heavy, rate, seconds),
    smallOnes(origin, small, seconds),
  ])
  health.stop()

  const [calm, busy] = [idle, beside].map((felt) => quantile(timesOf(accepted(felt)), 0.99)) as [
    number,
    number,
  ]
  const refused = flooded.filter(({ status }) => status === 503 || status === 429)
  const failed = [...flooded, ...beside].filter(
    ({ status }) => ![200, 429, 503].includes(status ?? 0),
  )
  console.log(
    `${capacity.toFixed(1)} of ${heavy.name} a second are answered; ${rate.toFixed(1)} were sent, for ${seconds} s\n\n${HEADER}`,
  )
  console.log(row('small, idle', timesOf(accepted(idle))))
  console.log(row('small, flooded', timesOf(accepted(beside))))
  console.log(row('heavy, answered', timesOf(accepted(flooded))))
  console.log(row('heavy, refused', timesOf(refused)))
  console.log(row('health', health.times))
  console.log(`\n${failed.length} requests failed without being refused.`)
  console.log(
    `The 99th of 100 small requests takes ${(busy / calm).toFixed(1)} times as long as idle.`,
  )
  const slow = health.times.filter((ms) => ms > 100).length
  console.log(
    `${slow} of ${health.times.length} health checks took more than 100 ms, ${health.failed} failed.`,
  )
  return failed.length === 0 && health.failed === 0
}

/** The first act that begins so. */
function actNamed(acts: readonly Act[], start: string): Act {
  const found = acts.find(({ name }) => name.startsWith(start))
  if (!found) throw new Error(`nobody asks for ${start}`)
  return found
}

const timesOf = (felt: readonly Felt[]) => felt.map(({ ms }) => ms)
const accepted = (felt: readonly Felt[]) => felt.filter(({ status }) => status === 200)

/** Small requests, each a little after the one before. */
async function smallOnes(origin: string, small: Act, seconds: number): Promise<Felt[]> {
  const student = new Student(origin, 1)
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    await student.ask(small)
    await delay(20)
  }
  student.leave()
  return student.felt
}

/** How many heavy requests are answered in a second, by four clients that ask without a break. */
async function capacityOf(origin: string, heavy: Act, seconds: number): Promise<number> {
  const end = performance.now() + 1000 * seconds
  const counts = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const student = new Student(origin, 1)
      while (performance.now() < end) await student.ask(heavy)
      student.leave()
      return accepted(student.felt).length
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / seconds
}

/** Heavy requests at a rate, whether the ones before have been answered or not; none is tried again. */
async function flood(origin: string, heavy: Act, rate: number, seconds: number): Promise<Felt[]> {
  const students: Student[] = []
  const asked: Promise<void>[] = []
  for (let k = 0; k < rate * seconds; k++) {
    const student = new Student(origin, 1)
    students.push(student)
    asked.push(student.ask(heavy).finally(() => student.leave()))
    await delay(1000 / rate)
  }
  await Promise.all(asked)
  return students.flatMap((student) => student.felt)
}
