import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toXlsx } from './xlsx.ts'

const script = `
import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
print(book.read('xl/worksheets/sheet1.xml').decode())`

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'])
    return true
  } catch {
    console.warn('python3 is missing: the workbook is not opened by a foreign reader')
    return false
  }
}

test.skipIf(!hasPython())(
  'a workbook is a sound archive, and amounts a double can not hold stay text',
  () => {
    const file = join(mkdtempSync(join(tmpdir(), 'xlsx-')), 'a.xlsx')
    writeFileSync(
      file,
      toXlsx([
        ['名称', 'a<b'],
        ['12.50', '9007199254740993'],
      ]),
    )
    const xml = execFileSync('python3', ['-c', script, file]).toString()
    expect(xml).toContain('<c><v>12.50</v></c>')
    expect(xml).toContain('>9007199254740993</t>')
    expect(xml).toContain('a&lt;b')
  },
)
