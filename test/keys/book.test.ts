import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type KeyBook, openKeys } from '../../src/keys/book.ts'
import { KeyError } from '../../src/keys/keys.ts'
import { makeKey } from '../../src/keys/make.ts'

const [first, second, third] = ['first', 'second', 'third'].map((name) => makeKey(name, ['grade']))
if (!first || !second || !third) throw new Error('three keys are needed')

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'keys-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

/** The keys of settings, read again every few milliseconds, and what is said of them. */
async function open(settings: { KEYS?: string; KEYS_FILE?: string }) {
  const said: string[] = []
  const log = {
    info: (about: object, message: string) => said.push(`${message} ${JSON.stringify(about)}`),
    error: (about: object, message: string) => said.push(`${message} ${JSON.stringify(about)}`),
  }
  const book = await openKeys({ KEYS: '', KEYS_FILE: '', ...settings }, log, 5)
  onTestFinished(() => book?.close())
  return { book: book as KeyBook, said }
}

const names = (book: KeyBook) =>
  [first, second, third].map(({ token }) => book.find(token)?.name).filter(Boolean)

describe('the keys of a service', () => {
  it('are none where none are set', async () => {
    expect((await open({})).book).toBeUndefined()
  })

  it('are those of the variable and those of the file', async () => {
    const file = join(await folder(), 'keys')
    await writeFile(file, second.entry)
    const { book } = await open({ KEYS: first.entry, KEYS_FILE: file })
    expect(names(book)).toEqual(['first', 'second'])
  })

  it.for([
    ['is not there', undefined, 'the file can not be read: ENOENT'],
    ['is empty', '', 'there is no key'],
    ['is broken', 'a grade', 'entry 1: the digest is not 64 digits of hex'],
  ] as const)('are not opened from a file that %s', async ([, text, reason]) => {
    const file = join(await folder(), 'keys')
    if (text !== undefined) await writeFile(file, text)
    await expect(open({ KEYS_FILE: file })).rejects.toEqual(new KeyError(reason))
  })

  it('follow the file, written anew or replaced by another', async () => {
    const file = join(await folder(), 'keys')
    await writeFile(file, first.entry)
    const { book, said } = await open({ KEYS_FILE: file })
    await writeFile(file, `${first.entry}\n${second.entry}`)
    await expect.poll(() => names(book)).toEqual(['first', 'second'])
    await writeFile(`${file}.new`, third.entry)
    await rename(`${file}.new`, file)
    await expect.poll(() => names(book)).toEqual(['third'])
    expect(said.at(-1)).toBe('the keys have changed {"keys":["third"]}')
  })

  it('follow a mounted secret, whose folder is swapped behind a link', async () => {
    const root = await folder()
    for (const [name, { entry }] of [
      ['old', first],
      ['new', second],
    ] as const) {
      await mkdir(join(root, name))
      await writeFile(join(root, name, 'keys'), entry)
    }
    await symlink('old', join(root, '..data'))
    await symlink(join('..data', 'keys'), join(root, 'keys'))
    const { book } = await open({ KEYS_FILE: join(root, 'keys') })
    expect(names(book)).toEqual(['first'])
    await symlink('new', join(root, '..next'))
    await rename(join(root, '..next'), join(root, '..data'))
    await expect.poll(() => names(book)).toEqual(['second'])
  })

  it('are not taken from a file that is only half written', async () => {
    const file = join(await folder(), 'keys')
    await writeFile(file, first.entry)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { book, said } = await open({ KEYS_FILE: file })
    const look = async () => {
      vi.advanceTimersToNextTimer()
      await delay(20)
    }
    await writeFile(file, second.entry.slice(0, 30))
    await look()
    await writeFile(file, second.entry)
    await look()
    expect(names(book)).toEqual(['first'])
    await look()
    expect(names(book)).toEqual(['second'])
    expect(said).toEqual(['the keys have changed {"keys":["second"]}'])
  })

  it('stay when the new ones can not be used, which is said once, and follow when they can', async () => {
    const file = join(await folder(), 'keys')
    await writeFile(file, first.entry)
    const { book, said } = await open({ KEYS_FILE: file })
    await writeFile(file, 'second grade bnk_secret')
    await expect.poll(() => said.length).toBe(1)
    await rm(file)
    await expect.poll(() => said.length).toBe(2)
    expect(names(book)).toEqual(['first'])
    await writeFile(file, second.entry)
    await expect.poll(() => names(book)).toEqual(['second'])
    expect(said.slice(0, 2)).toEqual([
      'the new keys can not be used; the old ones stay {"fault":"entry 1: the digest is not 64 digits of hex"}',
      'the new keys can not be used; the old ones stay {"fault":"the file can not be read: ENOENT"}',
    ])
    expect(said).toHaveLength(3)
  })
})
