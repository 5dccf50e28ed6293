import type supertest from 'supertest'
import { expect } from 'vitest'
import { readNpy } from '../../src/formats/npy-read.ts'
import { type Packed, unzip } from '../../src/formats/unzip.ts'
import type { Member } from '../../src/formats/zip.ts'
import { flat, type Nested, shapeOf } from '../support/arrays.ts'
import { npzOf } from '../support/npz.ts'
import { post, type Service } from './service.ts'

/** Requests and replies that are archives, and what their JSON would be. */

export const NPZ = 'application/x-npz'
export const NPY = 'application/x-npy'
export const OCTETS = 'application/octet-stream'
export const FORWARD = '/v1/forward'
export const BACKWARD = '/v1/backward'
export const CHECK = '/v1/gradient-check'

/** Posts bytes, an archive if nothing else is said, and takes what comes as bytes, JSON as what it says. */
export async function send(
  service: Service,
  path: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<supertest.Response> {
  const answer = await post(service, path, body, { 'Content-Type': NPZ, ...headers })
    .buffer(true)
    .parse((reply, done) => {
      const pieces: Buffer[] = []
      reply
        .on('data', (piece) => pieces.push(piece))
        .on('end', () => done(null, Buffer.concat(pieces)))
    })
  const bytes = answer.body as Buffer
  const isJson = /json/.test(answer.headers['content-type'] as string)
  return Object.assign(answer, {
    text: bytes.toString(),
    body: isJson ? JSON.parse(bytes.toString()) : bytes,
  })
}

/** The members of an archive of ours. */
export function packedIn(bytes: Buffer): Packed[] {
  return unzip(bytes, { members: 1000, bytes: 2 ** 28 })
}

/** The members of an archive by name: shape and numbers, or words. */
export function membersOf(
  bytes: Buffer,
): Record<string, { shape: readonly number[]; data: unknown[] }> {
  return Object.fromEntries(
    packedIn(bytes).map((member) => {
      const { shape, data } = readNpy(member.bytes(), 2 ** 28)
      return [member.name.replace(/\.npy$/, ''), { shape, data: [...data] }]
    }),
  )
}

/** What a reply of JSON would be in an archive: a member for every value that is not empty. */
function membersOfJson(value: unknown, path: string[] = []): [name: string, held: object][] {
  const name = path.join('.')
  const isList = Array.isArray(value) && typeof value[0] !== 'object'
  if (isList || (Array.isArray(value) && Array.isArray(value[0]))) {
    if (value.length === 0) return []
    return [[name, { shape: shapeOf(value as Nested), data: flat(value as Nested) }]]
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => membersOfJson(each, [...path, key]))
  }
  const single = value === null ? 'null' : typeof value === 'boolean' ? Number(value) : value
  return [[name, { shape: [], data: [single] }]]
}

/** What a request of JSON is answered. */
export async function jsonOf(service: Service, path: string, request: object) {
  return (await post(service, path, JSON.stringify(request))).body
}

/** That a request has the same answer as JSON and as an archive, to the bit; returns both. */
export async function expectSame(
  service: Service,
  path: string,
  request: object,
): Promise<{ json: never; npz: Buffer }> {
  const json = await jsonOf(service, path, request)
  const answer = await send(service, path, npzOf(request))
  expectAlike(answer, json)
  return { json: json as never, npz: answer.body }
}

/** That an answer, in an archive if it is a result, says what this JSON says. */
export function expectAlike({ headers, body }: supertest.Response, json: unknown): void {
  if (headers['content-type'] === NPZ) {
    expect(membersOf(body)).toEqual(Object.fromEntries(membersOfJson(json)))
  } else expect(body).toEqual(json)
}

/** The members of a reply whose names begin so, byte for byte: what a client hands on. */
export function handedOn(reply: Buffer, beginning: string): Member[] {
  return packedIn(reply)
    .filter(({ name }) => name.startsWith(beginning))
    .map(({ name, bytes }) => ({ name, pieces: [bytes()] }))
}
