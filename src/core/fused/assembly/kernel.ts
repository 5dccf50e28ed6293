/** All that the kernel does, compiled by `npm run kernel` into ../kernel.ts; in AssemblyScript, as this folder is. */

export * from './passes'
export * from './rises'
export { fuses } from './pairs'
