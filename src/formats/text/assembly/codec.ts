/** What ../codec.ts calls; `npm run kernel` compiles it into ../module.ts. */
import { read } from './read.ts'
import { write } from './write.ts'
export { read, write }
