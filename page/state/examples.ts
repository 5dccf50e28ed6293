import type { FieldName } from './fields.ts'

/** Where inputs come from: written out, or drawn by POST /v1/inputs. */
export type Source =
  | { readonly fields: Partial<Readonly<Record<FieldName, string>>> }
  | { readonly draw: Readonly<Record<string, unknown>> }

export type Example = Source & { readonly title: string; readonly about: string }

/** Inputs to begin with; each shows something that the others do not. */
export const EXAMPLES = {
  post: {
    title: 'Three examples, two channels',
    about: 'Small enough to follow by hand: with eps 0.25 the root of both channels is 2.5.',
    fields: {
      x: '[[1, 8],\n [4, 2],\n [7, 5]]',
      gamma: '[1, 2]',
      beta: '[0, 10]',
      dout: '[[1, 3],\n [2, -1],\n [6, 4]]',
      eps: '0.25',
    },
  },
  cs231n: {
    title: "CS231n's backward cell",
    about: 'The inputs of the notebook of assignment 2: seed 231, N = 4, D = 5, x around 12.',
    draw: { kind: 'numpy-legacy', seed: 231, shape: [4, 5], scale: 5, shift: 12, eps: 1e-5 },
  },
  constant: {
    title: 'A constant column',
    about: 'Channel 1 does not vary: its variance is 0, and eps alone keeps the root from 0.',
    fields: {
      x: '[[1, 3],\n [2, 3],\n [4, 3],\n [5, 3]]',
      gamma: '[1, 1]',
      beta: '[0, 0]',
      dout: '[[1, -1],\n [0.5, 2],\n [-2, 1],\n [3, 0.5]]',
      eps: '1e-5',
    },
  },
  two: {
    title: 'N = 2',
    about: 'Two examples become +1 and -1, wherever they were: next to no gradient reaches x.',
    fields: {
      x: '[[1, 10],\n [3, -4]]',
      gamma: '[1, 2]',
      beta: '[0, 1]',
      dout: '[[1, 2],\n [-3, 5]]',
      eps: '1e-5',
    },
  },
  far: {
    title: 'Mean 1e8',
    about:
      'A small spread far from 0: float64 code that squares before it centres loses all digits.',
    draw: { kind: 'normal', seed: 7, shape: [8, 3], shift: 1e8, eps: 1e-5 },
  },
  images: {
    title: 'Images, rank 4',
    about: 'Two images of three channels: every pixel of a channel is one of its N numbers.',
    draw: { kind: 'normal', seed: 3, shape: [2, 3, 4, 4], eps: 1e-5 },
  },
  large: {
    title: '64 examples, 32 channels',
    about: 'A batch of ordinary size, to see patterns and not numbers.',
    draw: { kind: 'normal', seed: 64, shape: [64, 32], scale: 2, shift: 1, eps: 1e-5 },
  },
} as const satisfies Record<string, Example>

export type ExampleName = keyof typeof EXAMPLES
export const EXAMPLE_NAMES = Object.keys(EXAMPLES) as [ExampleName, ...ExampleName[]]

export function isExample(name: string): name is ExampleName {
  return Object.hasOwn(EXAMPLES, name)
}
