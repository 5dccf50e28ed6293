import { Refusal } from '../core/errors.ts'
import { broken, END, END_64, FULL, LOCATOR_64, large } from './zip-records.ts'

/** The central directory as the end of the archive describes it. */
export interface Place {
  readonly count: number
  readonly size: number
  readonly offset: number
  /** Where the end begins, and so where the directory has to end. */
  readonly end: number
}

/**
 * Where the central directory lies, by the record that ends the archive; a comment may follow it.
 *
 * @throws Refusal `malformed` for what is no zip archive
 */
export function findDirectory(view: DataView): Place {
  const last = view.byteLength - 22
  const first = Math.max(0, last - 0xffff)
  let at = last
  while (at >= first && !isEnd(view, at)) at -= 1
  if (at < first) {
    throw new Refusal('malformed', 'the body is not a zip archive, or it ends too early')
  }
  const [disk, disks, here, count] = [4, 6, 8, 10].map((o) => view.getUint16(at + o, true))
  if (disk !== 0 || disks !== 0 || here !== count) throw broken('it is one part of several')
  const short = {
    count: count as number,
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  }
  const locator = at - 20
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) return { ...short, end: at }

  const end = large(view, locator + 8)
  if (end + 56 !== locator || view.getUint32(end, true) !== END_64) {
    throw broken('its 64-bit end is not where it should be')
  }
  const [wideCount, size, offset] = [32, 40, 48].map((o) => large(view, end + o)) as [
    number,
    number,
    number,
  ]
  const agree =
    [0xffff, wideCount].includes(short.count) &&
    [FULL, size].includes(short.size) &&
    [FULL, offset].includes(short.offset)
  if (!agree) throw broken('its two ends disagree')
  return { count: wideCount, size, offset, end }
}

/** Whether the end record is here: its comment has to end with the archive, or it is part of somebody's comment. */
function isEnd(view: DataView, at: number): boolean {
  return (
    view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength
  )
}
