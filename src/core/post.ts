/** The post that the circuit is from: Frederik Kratzert, 2016. */
export const POST =
  'https://kratzert.github.io/2016/02/12/understanding-the-gradient-flow-through-the-batch-normalization-layer.html'

const ARRIVING = 'Step 0 - Arriving at the Input'

/** The section of the post on the way back through a step, 0 to 9. */
export function sectionOf(step: number): { readonly title: string; readonly href: string } {
  const title = step === 0 ? ARRIVING : `Step ${step}`
  return { title, href: `${POST}#${anchorOf(title)}` }
}

/** The id that kramdown, which renders the post, gives to a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
