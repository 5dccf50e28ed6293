import { keyState, wantKey } from './key.ts'

/** What a problem document says (RFC 9457), for people. */
export interface Problem {
  readonly title: string
  readonly detail: string
  readonly code: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

/** A request that was refused, or could not be sent. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The reply to a request. @throws Refused; or AbortError, when nobody waits any more */
export async function ask<Reply>(path: string, body: string, signal?: AbortSignal): Promise<Reply> {
  const response = await send(path, body, 'application/json', signal)
  return (await response.json().catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Refused({
      title: 'No result',
      detail: 'What came is no reply of this service, or only a part of one.',
      code: 'unknown',
    })
  })) as Reply
}

/** The same, as the bytes of an archive. */
export async function askFor(path: string, body: string, type: string): Promise<Blob> {
  return (await send(path, body, type)).blob()
}

async function send(
  path: string,
  body: string,
  accept: string,
  signal?: AbortSignal,
): Promise<Response> {
  const { key } = keyState()
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(key !== '' && { authorization: `Bearer ${key}` }),
    },
    body,
    ...(signal && { signal }),
  }
  const response = await fetch(path, request).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Refused({
      title: 'The service does not answer',
      detail: 'Is it still running? The page asks it for every number.',
      code: 'unreachable',
    })
  })
  if (response.ok) return response
  if (response.status === 401) wantKey()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  throw new Refused(
    isProblem
      ? ((await response.json()) as Problem)
      : { title: 'No result', detail: `status ${response.status}`, code: 'unknown' },
  )
}
