import { Refusal } from '../../src/core/errors.ts'
import { type Arrays, type Bytes, fromNpy, fromNpz } from './binary.ts'
import { ReadError } from './errors.ts'
import { type Read, readNamed, readText } from './text.ts'

type Reader = (bytes: Bytes, name: string) => Arrays | Promise<Arrays>

/** How a file is read, by its ending; where it has no names for its arrays, by the name in front of the ending. */
const READERS: Readonly<Record<string, Reader>> = {
  npy: fromNpy,
  npz: fromNpz,
  json: fromWords,
  csv: fromWords,
  tsv: fromWords,
  txt: fromWords,
}

/**
 * The arrays of files by name: the members of an archive and the names in a text, or else the file's own name. What
 * holds no number, such as the words of an archive, is left out.
 *
 * @throws ReadError in a sentence that begins with the file's name
 */
export async function readFiles(files: Iterable<File>): Promise<Arrays> {
  const from = new Map<string, { array: Read; file: string }>()
  for (const file of files) {
    for (const [name, array] of Object.entries(await readFile(file))) {
      const before = from.get(name)
      if (before) throw new ReadError(`${name} is in two files: ${before.file} and ${file.name}.`)
      from.set(name, { array, file: file.name })
    }
  }
  return Object.fromEntries([...from].map(([name, { array }]) => [name, array]))
}

async function readFile(file: File): Promise<Arrays> {
  const [, name = file.name, ending = ''] = /^(.*)\.(\w+)$/s.exec(file.name) ?? []
  const key = ending.toLowerCase()
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined
  if (!read) {
    throw new ReadError(`${file.name}: only .npy, .npz, .json, .csv, .tsv and .txt can be read.`)
  }
  try {
    return await read(new Uint8Array(await file.arrayBuffer()), name)
  } catch (error) {
    if (error instanceof ReadError) throw new ReadError(`${file.name}: ${error.message}`, error)
    if (error instanceof Refusal) throw new ReadError(`${file.name}: ${error.message}.`)
    throw error
  }
}

function fromWords(bytes: Bytes, name: string): Arrays {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes)
  return readNamed(text) ?? { [name]: readText(text) }
}

/** UTF-8, unless a byte order mark says otherwise: PowerShell writes UTF-16 when a print is sent to a file. */
function encodingOf([first, second]: Bytes): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
