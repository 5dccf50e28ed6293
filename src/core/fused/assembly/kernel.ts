/** All that the kernel does, compiled by `npm run kernel` into ../kernel.ts; in AssemblyScript, as this folder is. */

export * from './forward'
export * from './backward'
export * from './rises'
export * from './plain-rises'
export { fuses } from './pairs'
