/** Gives a file to the reader. */
export async function save(file: Blob, name: string): Promise<string> {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
  return `Saved as ${name}.`
}

/** How many pixels of a PNG are one of the figure: sharp on paper and on any screen. */
const SCALE = 2

/** A figure as a PNG, in the reader's own light or dark. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * SCALE
    canvas.height = image.naturalHeight * SCALE
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((file) =>
        file ? resolve(file) : reject(new Error('This browser makes no PNG.')),
      )
    })
  } finally {
    URL.revokeObjectURL(address)
  }
}
