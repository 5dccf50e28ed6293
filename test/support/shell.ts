/** The little of a shell's language that the documents use. */

/** One command: what is set before it, its words, and what it reads. */
export interface Command {
  readonly environment: Readonly<Record<string, string>>
  readonly words: readonly string[]
  /** The text of a here-document. */
  readonly input?: string
}

const HERE_DOCUMENT = /<<'(\w+)'\n(.*?)\n\1$/gms
const TOKEN =
  /(?<space>[ \t]+)|(?<end>&&|\n+)|<<(?<here>\d+)|(?<word>(?:'[^']*'|"[^"$`\\]*"|[^\s'"\\;&|<>$`(){}*?#])+)/y

/**
 * The commands of a script: words in any quotes, lines, `&&`, variables set before a command, here-documents.
 *
 * @throws SyntaxError for whatever else a shell can do
 */
export function commandsOf(script: string): Command[] {
  const inputs: string[] = []
  const text = script
    .replaceAll(HERE_DOCUMENT, (_, _mark, input: string) => `<<${inputs.push(input) - 1}`)
    .replaceAll('\\\n', ' ')
  const commands: Command[] = []
  let words: string[] = []
  let input: string | undefined
  const token = new RegExp(TOKEN)
  while (token.lastIndex < text.length) {
    const { lastIndex } = token
    const { end, here, word } = token.exec(text)?.groups ?? unclear(text.slice(lastIndex))
    if (word !== undefined) words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'))
    if (here !== undefined) input = inputs[Number(here)]
    if (end === undefined && token.lastIndex < text.length) continue
    if (words.length > 0) commands.push(command(words, input))
    words = []
    input = undefined
  }
  return commands
}

function unclear(rest: string): never {
  throw new SyntaxError(`more of a shell than the documents may use: ${rest.split('\n')[0]}`)
}

function command(all: readonly string[], input: string | undefined): Command {
  const first = all.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const environment = all.slice(0, first).map((word) => word.split(/=(.*)/s, 2))
  return {
    environment: Object.fromEntries(environment),
    words: all.slice(first),
    ...(input !== undefined && { input }),
  }
}
