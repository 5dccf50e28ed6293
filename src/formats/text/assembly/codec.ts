/** What ../codec.ts calls; `npm run kernel` compiles it into ../module.ts. */
import { write } from './write.ts'
export { write }
