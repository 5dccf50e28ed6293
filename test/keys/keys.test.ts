import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SCOPES } from '../../schemas/scopes.ts'
import { type Key, KeyError, keyOf, parseKeys } from '../../src/keys/keys.ts'
import { keyFor, makeKey } from '../../src/keys/make.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const [A, B] = [digest('token a'), digest('token b')]

function complaint(text: string): string {
  try {
    parseKeys(text)
  } catch (error) {
    if (error instanceof KeyError) return error.message
    throw error
  }
  return 'none'
}

describe('a list of keys', () => {
  it('has one a line or between semicolons, and comments', () => {
    const entries = [
      { name: 'course-a', scopes: ['grade', 'diagnose'], digest: Buffer.from(A, 'hex') },
      { name: 'ops', scopes: ['metrics'], digest: Buffer.from(B, 'hex') },
    ]
    const lines = `# autumn\r\n\r\n  course-a grade,diagnose ${A}\r\n\tops\tmetrics  ${B.toUpperCase()}\n`
    expect(parseKeys(lines)).toEqual(entries)
    expect(parseKeys(`course-a grade,diagnose ${A}; ops metrics ${B};`)).toEqual(entries)
  })

  it('may have one name twice, while one key replaces the other', () => {
    expect(parseKeys(`a grade ${A}\na grade ${B}`).map(({ name }) => name)).toEqual(['a', 'a'])
  })

  it.for([
    ['', 'there is no key'],
    ['# nothing', 'there is no key'],
    [`a grade ${A}\nb grade ${A}`, 'two entries have one token'],
    ['a', 'entry 1: the scopes are not some of compute,diagnose,grade,reveal,metrics'],
    [`a grade,everything ${A}`, 'entry 1: the scopes are not some of compute'],
    [`a grade, ${A}`, 'entry 1: the scopes are not some of compute'],
    [`a constructor ${A}`, 'entry 1: the scopes are not some of compute'],
    [`a grade ${A}\nb grade ${B} more`, 'entry 2: expected a name, scopes and a digest'],
    [`a/b grade ${A}`, 'entry 1: the name is no plain word'],
    ['a grade bnk_secret', 'entry 1: the digest is not 64 digits of hex'],
    [`a grade ${A.slice(1)}`, 'entry 1: the digest is not 64 digits of hex'],
  ] as const)('is refused with a reason that quotes nothing: %j', ([text, reason]) => {
    expect(complaint(text)).toContain(reason)
    expect(complaint(text)).not.toMatch(/secret|[\da-f]{20}|everything/)
  })
})

describe('a token', () => {
  const keys = parseKeys(`a grade ${A}; b compute ${B}`)

  it('is found wherever its key stands, and no other is', () => {
    expect(keyOf('token a', keys)?.name).toBe('a')
    expect(keyOf('token b', keys)?.name).toBe('b')
    for (const other of ['', 'token', 'token c', 'token a ', A]) {
      expect(keyOf(other, keys)).toBeUndefined()
    }
  })

  it('is compared with every key, also when the first was it', () => {
    let looks = 0
    const watched = keys.map(
      (key): Key => ({
        ...key,
        get digest() {
          looks += 1
          return key.digest
        },
      }),
    )
    keyOf('token a', watched)
    expect(looks).toBe(2)
  })
})

describe('a fresh key', () => {
  it('is 32 random bytes that its entry lets in, with its name and scopes', () => {
    const { token, entry } = makeKey('course-a', ['grade', 'reveal'])
    expect(token).toMatch(/^bnk_[\w-]{43}$/)
    expect(Buffer.from(token.slice(4), 'base64url')).toHaveLength(32)
    expect(entry).not.toContain(token.slice(4))
    expect(keyOf(token, parseKeys(entry))).toMatchObject({
      name: 'course-a',
      scopes: ['grade', 'reveal'],
    })
    expect(makeKey('course-a', ['grade']).token).not.toBe(token)
  })

  it('is made of clear words, in either order', () => {
    const all = Object.keys(SCOPES).join(',')
    expect(keyFor(['new', '--name', 'a', '--scopes', all])?.entry).toContain(`a ${all} `)
    expect(keyFor(['new', '--scopes', 'grade', '--name', 'a'])?.entry).toContain('a grade ')
    for (const unclear of [
      'new',
      'new --name a',
      'new --scopes grade',
      'new --name a --scopes',
      'new --name a --scopes everything',
      'new --name a/b --scopes grade',
      'new --name a --scopes grade --more',
      'new --name a --name b',
      'old --name a --scopes grade',
    ]) {
      expect([unclear, keyFor(unclear.split(' '))]).toEqual([unclear, undefined])
    }
  })
})
