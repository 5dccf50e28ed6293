import { setTimeout as delay } from 'node:timers/promises'
import type { Act } from './act.ts'
import { Health } from './health.ts'
import { HEADER, row } from './numbers.ts'
import { type Felt, Student } from './student.ts'

/**
 * A deadline: a class behind one address, more and more of them at work the nearer midnight comes, ten minutes in one.
 *
 * @returns whether every request had its result in the end
 */
export async function deadline(
  origin: string,
  acts: readonly Act[],
  students: number,
  seconds: number,
): Promise<boolean> {
  const health = new Health(origin)
  const everyone = Array.from({ length: students }, () => new Student(origin))
  const began = performance.now()
  await Promise.all(everyone.map((student) => evening(student, acts, seconds)))
  const took = (performance.now() - began) / 1000
  health.stop()
  for (const student of everyone) student.leave()

  const felt = everyone.flatMap((student) => student.felt)
  console.log(`${students} students, ${felt.length} requests in ${took.toFixed(0)} s\n\n${HEADER}`)
  for (const { name } of acts)
    console.log(row(name, timesOf(felt.filter(({ act }) => act === name))))
  console.log(row('health', health.times))
  console.log(`\nWhat each student felt:\n\n${HEADER}`)
  console.log(
    row(
      'longest wait',
      everyone.map((student) => Math.max(0, ...timesOf(student.felt))),
    ),
  )
  console.log(
    row(
      'waited in all',
      everyone.map((student) => timesOf(student.felt).reduce((a, b) => a + b, 0)),
    ),
  )
  const unlucky = everyone.filter((student) => student.felt.some(({ retries }) => retries > 0))
  console.log(`\n${unlucky.length} of ${students} were asked to come back later at least once.`)
  const lost = felt.filter(({ status }) => status !== 200)
  console.log(
    `${lost.length} requests had no result in the end${lost.length ? `: ${told(lost)}` : ''}.`,
  )
  console.log(`${health.failed} of ${health.times.length} health checks failed.`)
  return lost.length === 0 && health.failed === 0
}

const timesOf = (felt: readonly Felt[]) => felt.map(({ ms }) => ms)

const told = (felt: readonly Felt[]) =>
  [...new Set(felt.map(({ act, status }) => `${act} ${status ?? 'broken off'}`))].join(', ')

/** Asks for what a student asks for, at moments that crowd towards the end. */
async function evening(student: Student, acts: readonly Act[], seconds: number): Promise<void> {
  const wishes = acts
    .flatMap((act) =>
      Array.from({ length: countOf(act) }, () => ({
        act,
        at: 1000 * seconds * Math.random() ** (1 / 2),
      })),
    )
    .sort((a, b) => a.at - b.at)
  const start = performance.now()
  for (const { act, at } of wishes) {
    await delay(Math.max(0, at - (performance.now() - start)))
    await student.ask(act)
  }
}

/** A whole number whose average is the times of an act. */
const countOf = ({ times }: Act) => Math.floor(times) + (Math.random() < times % 1 ? 1 : 0)
