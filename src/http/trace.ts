/** Where a request stands in somebody's trace. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 of them: the span of whoever sent the request. */
  readonly parentId: string
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/
const ZEROS = /^0+$/

/**
 * What a traceparent says (W3C Trace Context, section 3.2). A later version may say more behind what this one knows;
 * version ff is none, and ids of zeros alone are none.
 *
 * @returns undefined for a header that is missing or not well-formed: a trace is never made up
 */
export function traceContext(traceparent: string | undefined): TraceContext | undefined {
  const [, version, traceId = '', parentId = '', rest] = TRACEPARENT.exec(traceparent ?? '') ?? []
  if (version === undefined || version === 'ff') return undefined
  if (version === '00' && rest !== undefined) return undefined
  if (ZEROS.test(traceId) || ZEROS.test(parentId)) return undefined
  return { traceId, parentId }
}
