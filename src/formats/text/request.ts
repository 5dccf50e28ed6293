import { isUtf8 } from 'node:buffer'
import type { Codec } from './codec.ts'
import { cutOut } from './cut.ts'

type Json = Record<string, unknown>

/**
 * What a body of JSON says, with its arrays of numbers as tensors; undefined when it isn't JSON, or when anything about
 * it is unusual.
 *
 * The arrays are cut out, the engine parses what is left, `[]` standing where each was, and they are put in their places.
 * What is left is JSON exactly when the body is: an array is only cut out where a value begins, and another stands there.
 */
export function readWithTensors(body: Uint8Array, codec: Codec): unknown {
  const cut = cutOut(body, codec)
  if (!cut || !isUtf8(cut.rest)) return undefined
  let request: unknown
  try {
    request = JSON.parse(cut.rest.toString('utf8'))
  } catch {
    return undefined
  }
  for (const { path, tensor } of cut.arrays) {
    const [name = '', ...outer] = path.toReversed()
    // Names are their own and there once: JSON.parse has made what is looked up here.
    const owner = outer.reduceRight((object, key) => object[key] as Json, request as Json)
    owner[name] = tensor
  }
  return request
}
