import { expect, test } from 'vitest'
import { imageLikeness, likenessDistance, MOST_APART, RASTER, textHash, textLikeness } from './likeness.ts'

const width = RASTER.cells * RASTER.cell
const height = width

/** A picture of waves: `turn` makes another picture, `change` does something to each brightness. */
function picture(turn: number, change = (light: number, _x: number, _y: number) => light): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin(x / (9 + turn) + turn * y * 0.05) + Math.cos(y / (13 + turn) - x * 0.02 * turn)
      const light = change(128 + 60 * wave, x, y)
      rgba.set([light, light, light, 255], (y * width + x) * 4)
    }
  return rgba
}
const poem =
  '秦川雄帝宅，函谷壯皇居。綺殿千尋起，離宮百雉餘。連甍遙接漢，飛觀迥凌虛。雲日隱層闕，風煙出綺疎。'
const other =
  '巖廊罷機務，崇文聊駐輦。玉匣啓龍圖，金繩披鳳篆。韋編斷仍續，縹帙舒還卷。對此乃淹留，欹案觀墳典。'

test.each([
  ['brighter', (light: number) => light * 1.1 + 8],
  [
    'noisy, as after saving it again',
    (light: number, x: number, y: number) => light + ((x * 7 + y * 13) % 9) - 4,
  ],
  ['with a mark in one corner', (light: number, x: number, y: number) => (x < 60 && y < 50 ? 255 : light)],
])('a picture made %s stays alike', (_, change) => {
  const distance = likenessDistance(imageLikeness(picture(3)), imageLikeness(picture(3, change)))
  expect(distance).toBeLessThanOrEqual(MOST_APART)
})

test('other pictures are not alike, and a plain surface is like none', () => {
  for (const turn of [1, 2, 5, 8])
    expect(likenessDistance(imageLikeness(picture(3)), imageLikeness(picture(turn)))).toBeGreaterThan(
      MOST_APART,
    )
  expect(imageLikeness(picture(3, () => 200))).toBe('')
})

test('a text with one letter changed stays alike, another text is not', () => {
  const changed = poem.replace('千尋', '千丈')
  expect(likenessDistance(textLikeness(poem), textLikeness(changed))).toBeLessThanOrEqual(MOST_APART)
  expect(likenessDistance(textLikeness(poem), textLikeness(other))).toBeGreaterThan(MOST_APART)
  expect(textLikeness(poem.replaceAll('，', ', '))).toBe(textLikeness(poem))
  expect(textLikeness('太短')).toBe('')
})

test('a picture is never like a text', () => {
  expect(likenessDistance(imageLikeness(picture(3)), textLikeness(poem))).toBeUndefined()
  expect(likenessDistance('', textLikeness(poem))).toBeUndefined()
})

test('line ends and a byte order mark make no other text', () => {
  expect(textHash('\uFEFF一\r\n二\r\n')).toBe(textHash('一\n二'))
  expect(textHash('一\n三')).not.toBe(textHash('一\n二'))
})
