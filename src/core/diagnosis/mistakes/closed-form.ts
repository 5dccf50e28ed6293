/** The three terms of dx in the closed form, `ivar * (first - second - third)`: most mistakes in it are a term away. */
export const FIRST = 'dxhat'
export const SECOND = 'sum(dxhat) / N'
export const THIRD = 'xhat * sum(dxhat * xhat) / N'
