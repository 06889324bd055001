import { imageLikeness, type Likeness, RASTER, textHash, textLikeness } from '@vc/nfr'
import { decodeText } from '@vc/tabular'

export type FilePrint = {
  /** SHA256 of the bytes in hex. */
  readonly contentHash: string
  /** SHA256 of the text whatever its line ends, when the file is a text. */
  readonly textHash: string | undefined
  readonly likeness: Likeness
}
const MOST_TEXT_BYTES = 2_000_000

/** What a picture, a text or any other file is known by. All made in this browser; the file does not leave it. */
export async function fingerprintOfFile(file: Blob): Promise<FilePrint> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const contentHash = hexOf(await crypto.subtle.digest('SHA-256', bytes))
  const pixels = await pixelsOf(file)
  if (pixels) return { contentHash, textHash: undefined, likeness: imageLikeness(pixels) }
  const text = bytes.length <= MOST_TEXT_BYTES ? decodeText(bytes) : undefined
  if (!text?.ok) return { contentHash, textHash: undefined, likeness: '' }
  return { contentHash, textHash: textHash(text.value.text), likeness: textLikeness(text.value.text) }
}

/** A picture's pixels on white in the size that its likeness is made of; undefined when this is no picture. */
async function pixelsOf(file: Blob): Promise<Uint8ClampedArray | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  const side = RASTER.cells * RASTER.cell
  const context = new OffscreenCanvas(side, side).getContext('2d')
  if (!context) return undefined
  context.fillStyle = '#fff'
  context.fillRect(0, 0, side, side)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, side, side)
  picture.close()
  return context.getImageData(0, 0, side, side).data
}

const hexOf = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
