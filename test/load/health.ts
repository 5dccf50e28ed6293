/** Asks for health ten times a second, as a balancer would, and keeps how long each answer took. */
export class Health {
  readonly times: number[] = []
  failed = 0
  readonly #timer: NodeJS.Timeout

  constructor(origin: string) {
    this.#timer = setInterval(() => this.#ask(origin), 100)
  }

  async #ask(origin: string): Promise<void> {
    const start = performance.now()
    try {
      const { ok } = await fetch(`${origin}/livez`)
      if (!ok) this.failed += 1
    } catch {
      this.failed += 1
    }
    this.times.push(performance.now() - start)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
