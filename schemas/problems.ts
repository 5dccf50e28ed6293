/** One kind of problem: what it means and what to do about it. */
export interface ProblemRow {
  readonly status: number
  readonly title: string
  readonly cause: string
  readonly solve: string
}

/** Every answer that is not a result, by its code. `/problems` is printed from this table. */
// biome-ignore format: a table is read in columns
export const PROBLEMS = {
  'malformed':              { status: 400, title: 'The body can not be read', cause: 'The body is empty, is no UTF-8, breaks the grammar of JSON at the line and column given (NaN and Infinity are not JSON), or is a broken archive or array.', solve: 'Send one JSON object, in Python requests.post(url, json={...}); or an archive as numpy.savez writes it.' },
  'invalid':                { status: 400, title: 'A field is not as it should be', cause: 'A field is missing, unknown, of the wrong type, out of range, ragged, empty, or holds a number beyond float64. Each entry of errors points at one.', solve: 'Correct the fields that the pointers name; the OpenAPI document lists what each operation reads.' },
  'shape':                  { status: 400, title: 'Two inputs disagree in shape', cause: 'gamma, beta and the running statistics hold one number per channel; dout has the shape of x; the cache is that of one forward pass.', solve: 'Compare the two shapes in the detail. For channels-last data set channelAxis to -1.' },
  'missing':                { status: 400, title: 'An input is missing', cause: 'This mode or convention needs an input that has no default: mode "eval" needs running.mean and running.var, some conventions need a momentum or first statistics.', solve: 'Send the field that the pointer names.' },
  'bad-request':            { status: 400, title: 'The request is not HTTP as it should be', cause: 'The address can not be decoded or the request breaks the grammar of HTTP.', solve: 'Check the address and the client.' },
  'unauthorized':           { status: 401, title: 'The service asks for a key', cause: 'The request came without a key, or with one that the service does not know.', solve: 'Send the header Authorization: Bearer with the key that you were given; ask whoever runs the service for one.' },
  'forbidden':              { status: 403, title: 'The key does not open this', cause: 'The key is known, but lacks the scope that the detail names, which this operation or a field of the request needs.', solve: 'Ask for a key with that scope, or do without it: the scope reveal is not needed with "reveal": false.' },
  'not-found':              { status: 404, title: 'There is nothing at this address', cause: 'No operation or page has this path.', solve: 'The OpenAPI document at /openapi.json lists every path.' },
  'method-not-allowed':     { status: 405, title: 'This address takes another method', cause: 'The path exists, but not for this method.', solve: 'Use one of the methods in the Allow header. Computations are POST, pages are GET.' },
  'not-acceptable':         { status: 406, title: 'There is no reply of the type asked for', cause: 'The Accept header names only types that this operation does not write.', solve: 'Accept application/json or application/x-npz, or leave the header out: then the reply has the type of the request.' },
  'timeout':                { status: 408, title: 'The request took too long to arrive', cause: 'The headers or the body were not complete in time.', solve: 'Send the request again; if the line is slow, send a smaller batch.' },
  'too-large':              { status: 413, title: 'The body is too large', cause: 'The body, or what an archive inflates to, is larger than the limit of this service.', solve: 'Send fewer examples or channels at a time: channels are independent, so a batch can be split by channels; or send npz, which takes a third of the bytes.' },
  'too-much-work':          { status: 413, title: 'The request would cost too much', cause: 'A check of every element costs N * N * D element operations, more with some methods, and one along probes 4 * N * D for each of them; a sweep costs the sum of its checks; a diagnosis costs 400 * N * D and 500 for each of N. That is over the limit.', solve: 'Use "method": "projection", ask a sweep for fewer points, or check or grade fewer examples or channels at a time; channels are independent.' },
  'uri-too-long':           { status: 414, title: 'The address is too long', cause: 'A part of the path is longer than any the service has.', solve: 'The OpenAPI document at /openapi.json lists every path.' },
  'unsupported-media-type': { status: 415, title: 'The body has another type', cause: 'Computations read application/json and application/x-npz, and where one array says all application/x-npy, without Content-Encoding.', solve: 'Set the header Content-Type; curl needs it said, requests does it with json=.' },
  'singular':               { status: 422, title: 'The variance plus eps is 0', cause: 'In the channels named, var + eps is exactly 0, so xhat is 0 divided by 0.', solve: 'Give an eps above 0, or leave out the constant channels.' },
  'not-representable':      { status: 422, title: 'A value lies beyond the range of the reply', cause: 'The value named is larger than about 1.8e308 in the channels named, or than 3.4e38 with "dtype": "float32". out and dx may still be right.', solve: 'Leave the value out of include ("include": [] returns out alone), or measure x in a larger unit; the dtype float64 reaches further than float32.' },
  'single-value':           { status: 422, title: 'One value has no unbiased variance', cause: 'The convention stores a running variance divided by N - 1, and N is 1.', solve: 'Send at least two values per channel, use a convention that divides by N, or leave out running.' },
  'too-many-requests':      { status: 429, title: 'Too many requests in a minute', cause: 'More computations were asked for with this key, or without keys from this address, than the service allows in a minute. The headers ratelimit-limit, ratelimit-remaining and ratelimit-reset of every reply say how many, how many are left, and for how many seconds.', solve: 'Send the request again after Retry-After seconds; send fewer and larger ones: many submissions are one request to /v1/grade/batch.' },
  'headers-too-large':      { status: 431, title: 'The headers are too large', cause: 'The header block is larger than 16 KiB.', solve: 'Send fewer or shorter headers.' },
  'internal':               { status: 500, title: 'The service made a mistake', cause: 'Something went wrong that is not the fault of the request.', solve: 'Report it with the request id.' },
  'busy':                   { status: 503, title: 'The service has too much to do', cause: 'Too many large requests wait for a worker, or the bodies in flight have too many bytes together. Nothing was computed.', solve: 'Send the request again after Retry-After seconds.' },
  'lost':                   { status: 503, title: 'The computation was lost', cause: 'The worker that had this request died, perhaps for want of memory. No other request was touched.', solve: 'Send the request again; if it happens twice, send a smaller batch or ask for less by include.' },
  'overtime':               { status: 503, title: 'The computation took too long', cause: 'The operation was not done within the time that the service allows, and was given up.', solve: 'Send a smaller batch, or for a gradient check "method": "projection".' },
  'stopping':               { status: 503, title: 'The service is stopping', cause: 'This replica got a signal to stop and takes no new work.', solve: 'Send the request to another replica, or again after Retry-After seconds.' },
} as const satisfies Record<string, ProblemRow>

export type ProblemCode = keyof typeof PROBLEMS
