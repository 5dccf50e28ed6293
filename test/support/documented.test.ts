import { describe, expect, test } from 'vitest'
import { requestOf } from './curl.ts'
import { examplesOf } from './examples.ts'
import { anchorsOf, readPage } from './markdown.ts'
import { commandsOf } from './shell.ts'

/** That the readers of the documents skip nothing and guess nothing. */

describe('a script', () => {
  test('is commands, one a line or joined by &&, with what is set before them', () => {
    expect(commandsOf('npm ci && npm test\nPORT=8080 npm start')).toEqual([
      { environment: {}, words: ['npm', 'ci'] },
      { environment: {}, words: ['npm', 'test'] },
      { environment: { PORT: '8080' }, words: ['npm', 'start'] },
    ])
  })

  test('may go on in the next line, and may quote', () => {
    const [command] = commandsOf(`curl -H 'a: b' \\\n  -d '{"x":\n [1]}'`)
    expect(command?.words).toEqual(['curl', '-H', 'a: b', '-d', '{"x":\n [1]}'])
  })

  test('may hold a here-document', () => {
    expect(commandsOf("node cli.ts <<'EOF'\n{}\n$x\nEOF\nnpm test")).toEqual([
      { environment: {}, words: ['node', 'cli.ts'], input: '{}\n$x' },
      { environment: {}, words: ['npm', 'test'] },
    ])
  })

  for (const script of ['a | b', 'a > b', 'a; b', 'a $b', 'a *', '# a', "a 'b"]) {
    test(`is refused when it is more than that: ${script}`, () => {
      expect(() => commandsOf(script)).toThrow(SyntaxError)
    })
  }
})

describe('a curl command', () => {
  test('posts what it is given', () => {
    expect(requestOf(['-s', 'http://h/p', '-H', 'Content-Type: a/b', '-d', '{}'])).toEqual({
      url: 'http://h/p',
      init: { method: 'POST', headers: { 'content-type': 'a/b' }, body: '{}' },
      toFile: false,
    })
  })

  for (const words of [['--data', '{}'], ['-L', 'http://h'], ['http://h', 'http://i'], ['-d']]) {
    test(`is refused when it is not clear: ${words.join(' ')}`, () => {
      expect(() => requestOf(words)).toThrow(Error)
    })
  }
})

describe('a page', () => {
  const block = (kind: string) => `\`\`\`${kind}\n1\n\`\`\`\n`
  const examples = (...kinds: string[]) =>
    examplesOf(readPage('page.md', kinds.map(block).join('\n')))

  test('pairs a block with its answer', () => {
    expect(examples('sh', 'json', 'python', 'text', 'sh', 'log')).toHaveLength(4)
  })

  for (const kinds of [['yaml'], ['json'], ['python', 'json'], ['log', 'text'], ['']]) {
    test(`is refused when nobody would run a block: ${kinds.join(', ') || 'no kind'}`, () => {
      expect(() => examples(...kinds)).toThrow(/nobody runs/)
    })
  }

  test('is refused when a block does not end', () => {
    expect(() => readPage('page.md', '```sh\nnpm ci')).toThrow(SyntaxError)
  })

  test('names its headings as GitHub does', () => {
    expect(anchorsOf(readPage('page.md', '## Step 9, back: `x` & N - 1'))).toEqual([
      'step-9-back-x--n---1',
    ])
  })
})
