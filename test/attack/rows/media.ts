import { forwardExamples } from '../../../routes/examples/forward.ts'
import { same } from '../right.ts'
import { FORWARD, JSON_TYPE, NPY, NPZ, posted, type Row, refused, request } from '../row.ts'

/** What a body calls itself, and what is asked for: every spelling is either understood and validated, or refused. */

const GOLDEN = JSON.stringify(forwardExamples[0].request)
/** A body that any check of its fields refuses. */
const BAD = '{"x": [[1, "2"]], "surprise": true}'
const right = same(FORWARD, GOLDEN)
const bad = refused('invalid', ['#/x/0/1', '#/surprise'])
const unsupported = refused('unsupported-media-type')

// biome-ignore format: a list
const JSON_TYPES = [
  'application/json', '\tapplication/json', ' application/json', 'application/json\t', 'application/json ', 'APPLICATION/JSON', 'Application/Json', 'application/json;', 'application/json;;', 'application/json ;charset=utf-8',
  'application/json\t;charset=utf-8', 'application/json; charset=utf-8', 'application/json; charset="utf-8"', 'application/json; a=b; a=c', 'application/json; =', 'application/json;charset', 'application/json; charset=latin1', 'application/json; profile="a;b"',
]
// biome-ignore format: a list
const OTHER_TYPES = [
  '', ' ', ';', '/', 'json', 'application', 'application/', '/json', 'text/json', 'text/plain', 'text/html', 'application/jsonp', 'application/json5', 'application/x-json', 'application/ json', 'application /json', 'application\t/json', 'application//json', 'application/json/',
  'application/json,text/plain', 'text/plain, application/json', 'application/problem+json', 'application/ld+json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=application/json', 'application/*', '*/*', '*', '"application/json"', "'application/json'",
  'application/json\u00a0', 'application/json\u00e9', 'application/xml', 'application/pickle', 'application/zip', 'application/x-npz2', 'x-npz', 'application/cbor', 'image/png', '__proto__', 'constructor', 'application/__proto__', 'undefined', 'null', 'a'.repeat(5000), ';charset=application/json', 'application/javascript', 'application/json\\', 'application/json%00', 'application/json(x)',
]

const ENCODINGS = [
  'gzip',
  'GZIP',
  'br',
  'deflate',
  'zstd',
  'compress',
  'x-gzip',
  'gzip, gzip',
  'gzip, identity',
  'nonsense',
  '*',
  ' ',
  '__proto__',
]

// biome-ignore format: a list
const ACCEPTED = [
  '*/*', 'application/json', 'application/*', 'APPLICATION/JSON', 'application/json;q=0.1', 'text/html, */*;q=0.01', 'application/json, */*', 'application/json; charset=utf-8', 'application/json;q=1.000', 'text/html;q=1, application/json;q=0.001', ',,application/json,,', '', ' ', 'application/x-npz;q=0, */*', `${'text/html, '.repeat(500)}application/json`,
]
// biome-ignore format: a list
const NOT_ACCEPTED = [
  'text/html', 'text/*', 'image/png', 'application/xml', 'application/json;q=0', '*/*;q=0', 'application/jsonp', 'json', '*', 'application', '/', ';', 'nonsense', 'text/html;q=2', '__proto__', 'application/problem+json', 'application/zip', 'application/x-ndjson', `${'a/b,'.repeat(2000)}a/b`,
]

const sent = (type: string, body: string) => posted(FORWARD, Buffer.from(body), type)
const accepting = (accept: string, type = JSON_TYPE) =>
  posted(FORWARD, GOLDEN, type, [`Accept: ${accept}`])
const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text)

export const mediaRows: readonly Row[] = [
  ...JSON_TYPES.flatMap((type) => [
    { name: `the type ${shown(type)}`, sends: sent(type, GOLDEN), wants: right },
    { name: `the type ${shown(type)}, a bad body`, sends: sent(type, BAD), wants: bad },
  ]),
  ...OTHER_TYPES.flatMap((type) => [
    { name: `the type ${shown(type)}`, sends: sent(type, GOLDEN), wants: unsupported },
    { name: `the type ${shown(type)}, a bad body`, sends: sent(type, BAD), wants: unsupported },
  ]),
  ...[NPZ, NPY].map((type) => ({
    name: `JSON that calls itself ${type}`,
    sends: sent(type, GOLDEN),
    wants: refused('malformed'),
  })),
  {
    name: 'JSON that calls itself octets',
    sends: sent('application/octet-stream', GOLDEN),
    wants: unsupported,
  },
  {
    name: 'no type',
    sends: request('POST', FORWARD, [`Content-Length: ${GOLDEN.length}`], GOLDEN),
    wants: unsupported,
  },
  {
    name: 'two types',
    sends: posted(FORWARD, BAD, JSON_TYPE, ['Content-Type: text/plain']),
    wants: bad,
  },
  {
    name: 'two types, the other way round',
    sends: posted(FORWARD, BAD, 'text/plain', [`Content-Type: ${JSON_TYPE}`]),
    wants: unsupported,
  },
  ...ENCODINGS.map((encoding) => ({
    name: `the encoding ${shown(encoding)}`,
    sends: posted(FORWARD, GOLDEN, JSON_TYPE, [`Content-Encoding: ${encoding}`]),
    wants: unsupported,
  })),
  {
    name: 'the encoding Identity',
    sends: posted(FORWARD, GOLDEN, JSON_TYPE, ['Content-Encoding: Identity']),
    wants: right,
  },
  ...ACCEPTED.map((accept) => ({
    name: `accepting ${shown(accept)}`,
    sends: accepting(accept),
    wants: right,
  })),
  ...NOT_ACCEPTED.map((accept) => ({
    name: `accepting ${shown(accept)}`,
    sends: accepting(accept),
    wants: refused('not-acceptable'),
  })),
  ...[NPZ, NPY].map((accept) => ({
    name: `accepting ${accept}`,
    sends: accepting(accept),
    wants: same(FORWARD, GOLDEN, JSON_TYPE, accept),
  })),
]
