import { multiplyAdd } from '../arithmetics/multiply-add.ts'

/**
 * The natural logarithm of a number in (0, 1), to the last bit that of the GNU C library (2.28 and later) on an x86-64
 * processor with FMA; off by at most 0.52 ulp. No engine's own logarithm decides a bit of it: it is the same on
 * every machine.
 *
 * The algorithm and its constants are those of Arm Optimized Routines, which that library took over: log.c, Copyright (c)
 * 2018 Arm Limited, MIT licence; see LICENSE-arm-optimized-routines beside this file. Which product is fused with which
 * sum was chosen by the library's compiler, in the same way for both kinds of such processors.
 */
export function logarithm(x: number): number {
  return x >= 1 - 2 ** -4 ? nearOne(x - 1) : byTable(x)
}

/** Of log(1 + r), after r - r^2 / 2: the coefficients of r^3 to r^12. */
const NEAR = [
  0.3333333333333352, -0.24999999999998432, 0.19999999999320328, -0.16666666669929706,
  0.14285715076560868, -0.12499997863982555, 0.11110712032936046, -0.10000486757818193,
  0.09181994006195467, -0.08328363062289341,
] as const

/** log(1 + r) for r in [-1/16, 0): r and -r^2 / 2 to twice the digits, the rest as a polynomial in r^3. */
function nearOne(r: number): number {
  const [b3, b4, b5, b6, b7, b8, b9, b10, b11, b12] = NEAR
  const r2 = r * r
  const r3 = r * r2
  const first = multiplyAdd(r2, b5, multiplyAdd(b4, r, b3))
  const second = multiplyAdd(r2, b8, multiplyAdd(b7, r, b6))
  const third = multiplyAdd(r3, b12, multiplyAdd(r2, b11, multiplyAdd(b10, r, b9)))
  const rest = multiplyAdd(multiplyAdd(third, r3, second), r3, first)
  const scaled = r * 2 ** 27
  const top = r + scaled - scaled
  const square = -0.5 * top * top
  const hi = r + square
  const lo = multiplyAdd(-0.5 * (r - top), top + r, r - hi + square)
  return hi + multiplyAdd(rest, r3, lo)
}

/** Of log(1 + r), after r: the coefficients of r^2 to r^6. */
const FAR = [
  -0.5000000000000001, 0.33333333331825593, -0.2499999999622955, 0.20000304511814496,
  -0.16667054827627667,
] as const

/** log(2) in two parts, the first short enough that its products with exponents are exact. */
const LN2 = { hi: 0.6931471805598903, lo: 5.497923018708371e-14 } as const

/** log(x) = k log(2) + log(c) + log(1 + r) for x = 2^k z and z = c (1 + r), c a point of the table near z. */
function byTable(x: number): number {
  const { k, z } = split(x)
  const at = Math.floor((z < 1 ? 2 * z - 1.375 : z - 0.375) * 128)
  const inverse = INVERSES[at] as number
  const r = multiplyAdd(z, inverse, -1)
  const whole = k * LN2.hi + (LOGARITHMS[at] as number)
  const hi = whole + r
  const [a2, a3, a4, a5, a6] = FAR
  const r2 = r * r
  const lo = multiplyAdd(r2, a2, multiplyAdd(k, LN2.lo, whole - hi + r))
  const rest = multiplyAdd(multiplyAdd(r, a6, a5), r2, multiplyAdd(a4, r, a3))
  return multiplyAdd(r * r2, rest, lo) + hi
}

const view = new DataView(new ArrayBuffer(8))

/** The upper half of the float64 11/16, below which no z lies. */
const LOWEST = 0x3fe60000

/** x = 2^k z, exactly, with z from 11/16 to 11/8. */
function split(x: number): { k: number; z: number } {
  view.setFloat64(0, x)
  const high = view.getUint32(0)
  const k = (high - LOWEST) >> 20
  view.setUint32(0, high - (k << 20))
  return { k, z: view.getFloat64(0) }
}

/**
 * For each 128th of the way from 11/16 to 11/8, as the exponents part it at 1, the inverse of a point c near its middle.
 * The points are chosen so that their logarithms are whole multiples of 2^-43 but for a rest far below the last place.
 */
// biome-ignore format: a table is read in columns
const INVERSES: readonly number[] = [
  1.4504249240398293, 1.442253508327276, 1.4341736174350004, 1.426183816329995,
  1.4182825527052965, 1.4104682921759335, 1.4027396147468003, 1.3950954438932313,
  1.3875338232485754, 1.3800539211058593, 1.3726542695419708, 1.3653332798446802,
  1.358090204587874, 1.3509234892132138, 1.3438320840699889, 1.3368146974742003,
  1.329870114677736, 1.322997339161106, 1.316195352741367, 1.3094628125672239,
  1.3027990455471041, 1.2962024229438942, 1.2896726275815547, 1.2832080305745537,
  1.276807885983376, 1.2704714060687552, 1.2641976054949482, 1.257985357514882,
  1.2518337750655457, 1.2457421919097305, 1.2397094966625508, 1.2337348463589233,
  1.2278176973028803, 1.2219570190618474, 1.2161519732977757, 1.2104018095009725,
  1.204705805718973, 1.1990631185441964, 1.1934733004462308, 1.1879350812847385,
  1.1824481322833125, 1.1770114976921955, 1.1716248121809465, 1.1662869231674715,
  1.1609977486762766, 1.1557563220795803, 1.1505619105480347, 1.1454138888505974,
  1.140311877374656, 1.1352550225747513, 1.1302429094831266, 1.1252747693068048,
  1.1203501571039876, 1.1154683327680124, 1.1106291463292157, 1.1058315813301596,
  1.1010752177696026, 1.0963597137952512, 1.0916844827550398, 1.0870487291277784,
  1.082452357388312, 1.0778948225025884, 1.0733751731601076, 1.068893585073351,
  1.0644491706655506, 1.0600414846328305, 1.0556701316181605, 1.051334750556926,
  1.0470347288442157, 1.0427699229652954, 1.0385395013738175, 1.034343418940345,
  1.0301811073173315, 1.026052043621297, 1.0219561082336197, 1.0178926505784922,
  1.0138614436244586, 1.0098620186501341, 1.0058938559734134, 1.00195696235014,
  0.9961089923088509, 0.9884170338185201, 0.9808429191005297, 0.9733840169987446,
  0.9660377568876556, 0.9588014945307369, 0.9516728569073111, 0.9446494635965822,
  0.9377288993026223, 0.9309091073790681, 0.924187681612722, 0.9175626765599192,
  0.9110320403624034, 0.9045935839762024, 0.8982456375922825, 0.8919860966782501,
  0.8858131121185129, 0.879725075760676, 0.8737201372634685, 0.8677966405782273,
  0.8619528050060739, 0.8561872354420692, 0.8504983927816893, 0.8448844572790304,
  0.8393442741575965, 0.8338762249349438, 0.8284789320557778, 0.8231510800065832,
  0.8178913903778707, 0.8126984007245374, 0.8075710029460227, 0.8025078881160415,
  0.7975077379364331, 0.792569604966373, 0.7876923641254114, 0.7828746724940998,
  0.7781155388790811, 0.7734139557869777, 0.7687687179914933, 0.7641790698041854,
  0.7596438763692399, 0.7551621951078668, 0.7507331780216866, 0.7463557196361751,
  0.7420289364869653, 0.7377521537065876, 0.7335242966002608, 0.729344777457841,
]

/** log(c), rounded to the multiple of 2^-43 that it is; any engine's logarithm comes near enough. */
const LOGARITHMS = INVERSES.map((inverse) => Math.round(-Math.log(inverse) * 2 ** 43) / 2 ** 43)
