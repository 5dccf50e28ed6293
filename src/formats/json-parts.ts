const [QUOTE, LIST, OBJECT] = [0x22, 0x5b, 0x7b]

/**
 * Whether a text of JSON has more lists, objects and quotes than that, found before anybody builds them: each takes a
 * hundred bytes where the text has three.
 */
export function hasMoreParts(text: Uint8Array, limit: number): boolean {
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (byte === LIST || byte === OBJECT || byte === QUOTE) parts += 1
  }
  return parts > limit
}
