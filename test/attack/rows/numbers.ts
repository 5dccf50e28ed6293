import { exact } from '../right.ts'
import { FORWARD, posted, type Row, refused } from '../row.ts'

/** Numbers as JSON may spell them, as cells of x and for eps: each is the float64 nearest to it, or beyond them all. */

const digits = (digit: string, count: number) => digit.repeat(count)

// biome-ignore format: a list
const NUMBERS = [
  '0', '-0', '0.0', '-0.0', '0e0', '0E+99999', '-0e-99999', '0e400', '1E5', '1e+5', '1e-5', '1E-05', '1.50', '0.1', '0.2', '0.3', '1e22', '1e23',
  '9007199254740992', '9007199254740993', '9007199254740993.0000000000000000000001', '-9007199254740995', '18446744073709551616',
  '123456789012345678901234567890', '0.1000000000000000055511151231257827', '0.500000000000000166533453693773481063544750213623046875',
  '3.1415926535897932384626433832795028841971', '2.2250738585072011e-308', '2.2250738585072014e-308', '2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516529523908135087914149158913039621106870086438694594645527657207407820621743379988141063267329253552286881372149012981122451451889849057222307285255133155755015914397476397983411801999323962548289017107081850690630666655994938275772572015763062690663332647565300009245888316433037779791869612049497390377829704905051080609940730262937128958950003583799967207254304360284078895771796150945516748243471030702609144621572289880258182545180325707018860872113128079512233426288368622321503775666622503982534335974568884423900265498198385487948292206894721689831099698365846814022854243330660339850886445804001034933970427567186443383770486037861622771738545623065874679014086723327636718751234567890123456789012345678901e-308',
  '5e-324', '4.9406564584124654e-324', '2.4703282292062328e-324', '2.4703282292062327e-324', '1e-323', '1e-400', '-1e-400', '1e-99999', '1e-2147483649',
  `0.${digits('0', 1000)}1`, `0.${digits('3', 10_000)}`, `1${digits('0', 100)}e-100`, `${digits('9', 200)}e-190`, `0.${digits('0', 300)}1e300`,
  `1.${digits('0', 5000)}`, `1.${digits('0', 5000)}1`, '1e0000000000000000000002', '1e-0000000000000000000002',
]

const BEYOND = [
  ...[
    '1e309',
    '-1e309',
    '1e400',
    '-1e999',
    '1.7976931348623159e308',
    '-1.7976931348623159e308',
    '1e99999',
    '1e2147483648',
    '1E+9223372036854775808',
  ],
  ...[
    `1${digits('0', 309)}`,
    `-${digits('9', 400)}`,
    `${digits('1', 10_000)}`,
    `${digits('1', 400)}.5`,
  ],
]

/** The other cells, so that nothing cancels in the mean. */
const batch = (token: string) => [Number(token), 2, 3, 5]
const inputs = { gamma: [1, 1], beta: [0, 0], eps: 1e-5 }
const shown = (token: string) =>
  token.length > 40 ? `${token.slice(0, 37)}... (${token.length})` : token

export const numberRows: readonly Row[] = [
  ...NUMBERS.map((token) => ({
    name: `numbers, ${shown(token)} in x`,
    sends: posted(FORWARD, `{"x": [[${token}, 2], [3, 5]], "include": []}`),
    wants: exact({ ...inputs, x: batch(token) }),
  })),
  ...NUMBERS.filter((token) => !token.startsWith('-')).map((token) => ({
    name: `numbers, ${shown(token)} for eps`,
    sends: posted(FORWARD, `{"eps": ${token}, "x": [[1, 2], [3, 5]], "include": []}`),
    wants: exact({ ...inputs, x: [1, 2, 3, 5], eps: Number(token) }),
  })),
  ...BEYOND.flatMap((token) => [
    {
      name: `numbers, ${shown(token)} in x`,
      sends: posted(FORWARD, `{"x": [[1, 2], [${token}, 5]]}`),
      wants: refused('invalid', ['#/x/1/0']),
    },
    {
      name: `numbers, ${shown(token)} in gamma`,
      sends: posted(FORWARD, `{"x": [[1, 2], [3, 5]], "gamma": [1, ${token}]}`),
      wants: refused('invalid', ['#/gamma/1']),
    },
    {
      name: `numbers, ${shown(token)} for eps`,
      sends: posted(FORWARD, `{"x": [[1, 2], [3, 5]], "eps": ${token}}`),
      wants: refused('invalid', ['#/eps']),
    },
  ]),
]
