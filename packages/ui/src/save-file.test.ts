import { expect, test } from 'vitest'
import { toCsv } from './save-file.ts'

test('a file of cells quotes commas and quotes, and disarms formulas but not negative amounts', () => {
  expect(
    toCsv([
      ['a,b', 'say "x"'],
      ['=1+1', '-12.50'],
      ['-cmd', '绿谷'],
    ]),
  ).toBe('\uFEFF"a,b","say ""x"""\r\n\'=1+1,-12.50\r\n\'-cmd,绿谷\r\n')
})
