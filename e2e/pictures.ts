import type { Page } from '@playwright/test'

export type Upload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** A picture drawn from a number: the same number draws the same picture; smaller and lighter when it is `altered`. */
export async function picture(page: Page, name: string, seed: number, altered = false): Promise<Upload> {
  const bytes = await page.evaluate(
    async ([from, change]) => {
      const [width, height] = change ? [300, 225] : [640, 480]
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      let state = from
      const next = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        return (state >>> 16) / 65_536
      }
      context.scale(width / 640, height / 480)
      // What is left transparent is white in one format and black in another.
      context.fillStyle = '#e8e4da'
      context.fillRect(0, 0, 640, 480)
      for (let i = 0; i < 60; i += 1) {
        context.fillStyle = `hsl(${next() * 360} 60% ${20 + next() * 60}%)`
        context.fillRect(next() * 640, next() * 480, 40 + next() * 200, 40 + next() * 200)
      }
      if (change) {
        context.fillStyle = 'rgb(255 255 255 / 0.08)'
        context.fillRect(0, 0, 640, 480)
      }
      const type = change ? 'image/jpeg' : 'image/png'
      const blob = await canvas.convertToBlob({ type, quality: 0.7 })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    [seed, altered] as const,
  )
  return { name, mimeType: altered ? 'image/jpeg' : 'image/png', buffer: Buffer.from(bytes) }
}
