import { h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Grid } from './grid.ts'
import type { Pointed } from './numbers.ts'
import { useDark } from './use-dark.ts'

/** How a grid is painted on a canvas of a size in its own pixels. */
export type Paint = (
  context: CanvasRenderingContext2D,
  grid: Grid,
  size: { width: number; height: number },
  isDark: boolean,
) => void

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Numbers too many to write down: a picture of them, over which a pointer or the arrow keys go from one to the next. */
export function Picture({
  label,
  grid,
  height,
  width: widest,
  paint,
  onPoint,
}: {
  label: string
  grid: Grid
  height: number
  /** At most, in the units of style sheets. */
  width?: string | undefined
  paint: Paint
  onPoint: (at: Pointed | undefined) => void
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [at, setAt] = useState<Pointed>()
  const width = useWidth(canvas)
  const isDark = useDark()
  const { rows, columns } = grid

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || width === 0) return
    const scale = devicePixelRatio
    context.canvas.width = Math.round(width * scale)
    context.canvas.height = Math.round(height * scale)
    paint(context, grid, { width: context.canvas.width, height: context.canvas.height }, isDark)
    if (at) frame(context, grid, at, isDark)
  }, [grid, width, height, isDark, at, paint])

  // Other numbers have come: what was pointed at is no longer there.
  useEffect(() => point(undefined), [grid])

  const point = (where: Pointed | undefined) => {
    setAt(where)
    onPoint(where)
  }
  const onPointerMove = ({ offsetX, offsetY }: PointerEvent) =>
    point({
      row: within(Math.floor((offsetY / height) * rows), rows),
      column: within(Math.floor((offsetX / width) * columns), columns),
    })
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    const { row, column } = at ?? { row: -move[0], column: -move[1] }
    point({ row: within(row + move[0], rows), column: within(column + move[1], columns) })
  }
  return h('canvas', {
    ref: canvas,
    class: 'picture',
    style: { height: `${height}px`, maxWidth: widest },
    tabIndex: 0,
    role: 'application',
    'aria-roledescription': 'picture of numbers',
    'aria-label': `${label}; the arrow keys go from number to number`,
    onPointerMove,
    onPointerLeave: () => point(undefined),
    onKeyDown,
    onBlur: () => point(undefined),
  })
}

const within = (k: number, count: number) => Math.max(0, Math.min(count - 1, k))

function frame(
  context: CanvasRenderingContext2D,
  { rows, columns }: Grid,
  { row, column }: Pointed,
  isDark: boolean,
): void {
  const { width, height } = context.canvas
  const [w, t] = [width / columns, height / rows]
  context.strokeStyle = isDark ? '#fff' : '#000'
  context.lineWidth = 2
  context.strokeRect(column * w + 1, row * t + 1, Math.max(w - 2, 2), Math.max(t - 2, 2))
}

function useWidth(canvas: { current: HTMLCanvasElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [canvas])
  return width
}
