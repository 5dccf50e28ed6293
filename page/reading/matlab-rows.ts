import { raggedRow } from './errors.ts'
import type { Scanner } from './scanner.ts'

/** MATLAB's rows: numbers in one pair of brackets, with a semicolon between rows. */
export class Rows {
  private readonly scanner: Scanner
  private width = 0
  private height = 0
  /** The numbers up to the last semicolon, and where the first behind it begins. */
  private done = 0
  private start = 0

  constructor(scanner: Scanner) {
    this.scanner = scanner
  }

  get any(): boolean {
    return this.height > 0
  }

  /** Ends a row, `count` numbers after the bracket; goes past its semicolon. */
  end(count: number): void {
    const length = count - this.done
    if (this.height === 0) this.width = length
    this.height += 1
    this.done = count
    if (length !== this.width) {
      throw this.scanner.fault(raggedRow(this.height, length, this.width), this.start)
    }
    this.scanner.take(';')
    this.scanner.peek()
    this.start = this.scanner.at
  }

  /** The shape, when the bracket has closed; a semicolon before it ends no other row. */
  shape(count: number): readonly number[] {
    if (count > this.done) this.end(count)
    return [this.height, this.width]
  }
}
