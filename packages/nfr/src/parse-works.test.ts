import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTable } from '@vc/tabular'
import { expect, test } from 'vitest'
import { certificationValue, proveRight, rightCode, rightLeaf, verifyRight } from './credential.ts'
import { parsePoems, parseWorks } from './parse-works.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../shared')
const tate = join(shared, 'data/art-tate/artworks.csv')
const aic = join(shared, 'data/art-aic/artworks.csv')
const poems = join(shared, 'data/works-zh/tang-poems-traditional.json')
for (const path of [tate, aic, poems])
  if (!existsSync(path)) console.warn(`SKIPPED: no public data at ${path}`)

function read(bytes: Uint8Array, year = 2026) {
  const table = parseTable(bytes)
  if (!table.ok) throw new Error(table.refusal.code)
  const works = parseWorks(table.value, year)
  if (!works.ok) throw new Error(works.refusal.code)
  return works.value
}

test('a work in copyright without its holder is caught, one with its holder belongs to the holder', () => {
  const csv =
    'acno,title,all_artists,artist_dates,thumbnail_copyright\nT1,Old,A,1757–1827,\nT2,New,B,born 1950,\nT3,Held,C,1903–1992,© The estate of C\nT1,Again,A,1757–1827,\n,No name,A,1700–1750,\n'
  const { rights, bad } = read(new TextEncoder().encode(csv))
  expect(rights.map(({ accession, source, legalOwner }) => [accession, source, legalOwner])).toEqual([
    ['T1', 'public-domain', ''],
    ['T3', 'holder-named', '© The estate of C'],
  ])
  expect(bad.map(({ line, code }) => [line, code])).toEqual([
    [3, 'holder-missing'],
    [5, 'row-repeated'],
    [6, 'accession-missing'],
  ])
})

test.skipIf(!existsSync(tate))(
  'more than 2,000 works of the Tate can be certified and no row is lost',
  () => {
    const { rights, bad } = read(readFileSync(tate))
    expect(rights.length).toBeGreaterThanOrEqual(2000)
    expect(rights.length + bad.length).toBe(2439)
    expect(new Set(rights.map(({ accession }) => accession)).size).toBe(rights.length)
    expect(new Set(rights.map((right) => rightCode('org', right))).size).toBe(rights.length)
  },
)

test.skipIf(!existsSync(aic))('accession numbers of the Art Institute are text', () => {
  const { rights, bad } = read(readFileSync(aic))
  expect(rights.length + bad.length).toBe(280)
  expect(bad.every(({ code }) => code === 'creator-missing')).toBe(true)
  expect(rights.some(({ accession }) => /\.\d*0$/.test(accession))).toBe(true)
})

test.skipIf(!existsSync(poems))('poems of one author and title stay different works', () => {
  const parsed = parsePoems(readFileSync(poems, 'utf8'))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  expect(parsed.value.rights.length + parsed.value.bad.length).toBe(600)
  expect(parsed.value.rights.length).toBeGreaterThan(590)
})

test('a certified right is shown by its proof, and a changed letter is not', () => {
  const { rights } = read(new TextEncoder().encode('accession,title,creator\n1,a,x\n2,b,x\n3,c,x\n'))
  const leaves = rights.map((right) => rightLeaf('org', right))
  const value = certificationValue(leaves)
  for (const [i, leaf] of leaves.entries()) {
    const proof = proveRight(leaves, i)
    expect(verifyRight(value, leaf, i, proof)).toBe(true)
    expect(
      verifyRight(
        value,
        leaf.map((b, at) => (at === 5 ? b ^ 1 : b)),
        i,
        proof,
      ),
    ).toBe(false)
    expect(verifyRight(value, leaf, (i + 1) % 3, proof)).toBe(false)
  }
})
