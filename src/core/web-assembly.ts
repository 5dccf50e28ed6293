/** As much of WebAssembly as is used here: no library that the compiler knows of declares it. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown }
}

export interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssembly }

/**
 * What makes instances of a module, given in base64; undefined where there is no WebAssembly, or none with what the
 * module asks for. An instance is given what it may call, by module and name.
 */
export function instancesOf<Exports>(base64: string): ((imports?: object) => Exports) | undefined {
  if (!WebAssembly) return undefined
  const { Module, Instance } = WebAssembly
  try {
    const module = new Module(Uint8Array.fromBase64(base64))
    return (imports) => new Instance(module, imports).exports as Exports
  } catch {
    return undefined
  }
}
