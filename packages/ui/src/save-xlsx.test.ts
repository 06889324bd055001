import { expect, test } from 'vitest'
import { cellOf } from './save-xlsx.ts'

test('a figure that a double can not hold stays text in a workbook', () => {
  expect(cellOf('12.50')).toEqual({ type: Number, value: 12.5 })
  expect(cellOf('9007199254740993')).toEqual({ type: String, value: '9007199254740993' })
  expect(cellOf('007')).toEqual({ type: String, value: '007' })
})
