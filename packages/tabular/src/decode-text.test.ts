import { must } from '@vc/kernel'
import { describe, expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'
import { parseTable } from './parse-table.ts'

/** "编号,题名" and "1,静夜思" as a Chinese Excel writes them, in GBK. */
const gbk = Uint8Array.of(
  ...[0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xcc, 0xe2, 0xc3, 0xfb, 0x0d, 0x0a],
  ...[0x31, 0x2c, 0xbe, 0xb2, 0xd2, 0xb9, 0xcb, 0xbc, 0x0d, 0x0a],
)
/** 𠮷 has four bytes in GB18030 and none in GBK. */
const rare = Uint8Array.of(0x95, 0x34, 0xb2, 0x35, 0x0a)
const utf8 = (text: string) => new TextEncoder().encode(text)
const codeOf = (bytes: Uint8Array, told?: 'gb18030') => {
  const read = decodeText(bytes, told)
  return read.ok ? read.value.encoding : read.refusal.code
}

describe('a file in GB18030', () => {
  test('is refused as that with its first lines, and read when a person says so', () => {
    expect(decodeText(gbk)).toEqual({
      ok: false,
      refusal: { code: 'encoding-gb18030', preview: '编号,题名\n1,静夜思' },
    })
    const table = parseTable(gbk, 'gb18030')
    expect(table.ok && table.value).toMatchObject({
      encoding: 'gb18030',
      columns: ['编号', '题名'],
      rows: [{ line: 2, cells: { 编号: '1', 题名: '静夜思' } }],
    })
    expect(decodeText(rare, 'gb18030')).toMatchObject({ value: { text: '𠮷\n' } })
  })

  test('shows lines by which one can tell, wherever they stand', () => {
    const plain = utf8('number,title\n'.concat('1,Boat\n'.repeat(50)))
    expect(decodeText(Uint8Array.of(...plain, ...gbk.slice(11)))).toMatchObject({
      refusal: { preview: 'number,title\n1,静夜思' },
    })
  })

  test('shows five lines of it at most, none endless', () => {
    const lines = Array.from({ length: 9 }, () => [...gbk.slice(0, 4), ...new Array(999).fill(0x2c), 0x0a])
    const read = decodeText(Uint8Array.from(lines.flat()))
    const preview = read.ok || read.refusal.code !== 'encoding-gb18030' ? undefined : read.refusal.preview
    expect(
      must(preview, 'a preview')
        .split('\n')
        .map(({ length }) => length),
    ).toEqual([200, 200, 200, 200, 200])
  })

  test('is not taken for it while it is UTF-8, and not even then when told of a mark of UTF-16', () => {
    expect(codeOf(utf8('静夜思'))).toBe('utf-8')
    expect(codeOf(Uint8Array.of(0xff, 0xfe, 0x31, 0x00), 'gb18030')).toBe('utf-16le')
  })
})

test.each([
  ['bytes that no encoding has', Uint8Array.of(0x69, 0x0a, 0xc4, 0xff)],
  ['zero bytes', Uint8Array.of(0x69, 0x00, 0xc4, 0xe3)],
  ['Latin-1', Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x2c, 0x31)],
  ['half a letter at the end', Uint8Array.of(...gbk, 0xb1)],
  ['letters of private use', Uint8Array.of(0xaa, 0xa1)],
])('%s are refused, told or not', (_, bytes) => {
  expect(codeOf(bytes)).toBe('encoding-unknown')
})

test('what is told but is not so is refused', () => {
  expect(codeOf(Uint8Array.of(0x69, 0xc4, 0xff), 'gb18030')).toBe('encoding-unknown')
  expect(codeOf(new Uint8Array(), 'gb18030')).toBe('file-empty')
})
