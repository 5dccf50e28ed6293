import type { Box } from './layout.ts'

/** The radius of the ends of a vector; a taller one has straight sides. */
const ROUND = 22

/** The outline of a value: square for matrices, round for vectors and scalars. */
export function outline({
  shape,
  x,
  y,
  width,
  height,
}: Pick<Box, 'shape' | 'x' | 'y' | 'width' | 'height'>): string {
  const corner = shape === '(N,D)' ? height / 10 : Math.min(height / 2, ROUND)
  const [left, top] = [x - width / 2, y - height / 2]
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${corner}"/>`
}
