import { ReadError } from '../../../page/reading/errors.ts'
import { readText } from '../../../page/reading/text.ts'
import { nest, type Tensor } from '../../../src/formats/tensor.ts'

/** What a text reads as, as nested arrays. */
export const nested = (text: string) => nest(readText(text))

/** An array as its shape and its numbers, in which -0 differs from 0. */
export const plain = ({ shape, data }: Tensor) => ({ shape, data: [...data] })

/** The sentence that refuses. @throws Error when nothing does, or not with a ReadError */
export function sentence(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return sentenceOf(error)
  }
  throw new Error('it was read')
}

export function sentenceOf(error: unknown): string {
  if (error instanceof ReadError) return error.message
  throw error
}
