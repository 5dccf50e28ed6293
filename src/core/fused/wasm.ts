import { instancesOf, type Memory } from '../web-assembly.ts'
import { FUSING, PLAIN } from './kernel.ts'
import type { Sweeps } from './sweeps.ts'

interface Kernel extends Omit<Sweeps, 'heap' | 'done'> {
  readonly memory: Memory
  /** Whether the machine multiplies and adds without rounding in between; asked with a number whose square is too long. */
  fuses(x: number): number
}

const PAGE = 2 ** 16
/** A memory above this many bytes is given back after the call that needed it: memories never shrink. */
const KEPT = 2 ** 25

/**
 * The sweeps in WebAssembly, the faster kernel of the two where the machine is made for it; undefined where there is no
 * WebAssembly, or none with vectors.
 */
export function wasmSweeps(): Sweeps | undefined {
  return fusingSweeps() ?? vectorSweeps()
}

/** With one operation for the error of a product; undefined where that would not be exact. */
export function fusingSweeps(): Sweeps | undefined {
  const instance = instancesOf<Kernel>(FUSING)
  return instance?.().fuses(1 + 2 ** -30) ? sweepsOf(instance) : undefined
}

/** With operations that every machine with vectors has. */
export function vectorSweeps(): Sweeps | undefined {
  const instance = instancesOf<Kernel>(PLAIN)
  return instance && sweepsOf(instance)
}

/** The memory is written, worked on and read within one call, of which nothing is left in it that another would read. */
function sweepsOf(instance: () => Kernel): Sweeps {
  let kernel: Kernel | undefined
  let view = new Float64Array(0)
  const running = () => {
    kernel ??= instance()
    return kernel
  }
  return {
    heap(length) {
      const { memory } = running()
      const missing = length * Float64Array.BYTES_PER_ELEMENT - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      if (view.buffer !== memory.buffer) view = new Float64Array(memory.buffer)
      return view
    },
    done() {
      if (view.byteLength <= KEPT) return
      kernel = undefined
      view = new Float64Array(0)
    },
    total: (...where) => running().total(...where),
    centre: (...where) => running().centre(...where),
    normalise: (...where) => running().normalise(...where),
    pulls: (...where) => running().pulls(...where),
    retrace: (...where) => running().retrace(...where),
    arrive: (...where) => running().arrive(...where),
    place: (...where) => running().place(...where),
    move: (...where) => running().move(...where),
    deviate: (...where) => running().deviate(...where),
    rise: (...where) => running().rise(...where),
    dot: (...where) => running().dot(...where),
    movePlain: (...where) => running().movePlain(...where),
    deviatePlain: (...where) => running().deviatePlain(...where),
    risePlain: (...where) => running().risePlain(...where),
  }
}
