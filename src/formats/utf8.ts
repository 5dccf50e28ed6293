/** Text and its bytes, in UTF-8, by what Node and browsers both have. */

const encoder = new TextEncoder()
/** It keeps a byte order mark: nothing that is compared may lose a character. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What bytes say; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text)
}
