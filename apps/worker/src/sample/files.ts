import { utf8 } from '@vc/crypto'
import { drawFrom } from './draw.ts'

/** The files that the sample's people bring, as they would write them themselves: generated, and always the same bytes. */

export type SampleFile = { readonly fileName: string; readonly bytes: Uint8Array }

const SEED = 'ValueCyber sample 1'
const csv = (head: string, rows: readonly string[]): Uint8Array => utf8(`${[head, ...rows].join('\n')}\n`)
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

const motifs = ['Terraces', 'Ferry', 'Orchard', 'Salt pans', 'Night market', 'Paper lanterns', 'Weir', 'Kiln']
const moods = ['in rain', 'at dawn', 'before harvest', 'from the bridge', 'after snow', 'in the dry month']
const makers = ['Luo Yan', 'Marta Ilić', 'Ding Hao', 'Yusuf Karaca', 'Shen Qiu', 'Clara Benda']
const media = {
  prints: ['woodcut', 'lithograph', 'etching', 'screen print'],
  drawings: ['ink on paper', 'charcoal on paper', 'pencil and wash'],
  photographs: ['gelatin silver print', 'cyanotype', 'pigment print'],
} as const
export type CollectionName = keyof typeof media

/** A file of works in the portal's own columns. */
export function worksFile(name: CollectionName, count: number): SampleFile {
  const draw = drawFrom(`${SEED} works ${name}`)
  const pick = <T>(all: readonly T[]) => all[draw(all.length)] as T
  const rows = range(count).map((i) => {
    const accession = `MR-${name}-${String(i + 1).padStart(3, '0')}`
    const maker = pick(makers)
    const title = `${pick(motifs)} ${pick(moods)}`
    const year = 1978 + draw(46)
    return `${accession},${title},${maker},${year},${pick(media[name])},${maker},show|copy,https://meridian.example/works/${accession}`
  })
  const head = 'accession,title,creator,dated,medium,owner,uses,evidence'
  return { fileName: `works-${name}.csv`, bytes: csv(head, rows) }
}

/** A month of metering data of three stations, whose names are a run's own: serials are counted by station. */
export function metersFile(run: number): SampleFile {
  const draw = drawFrom(`${SEED} meters`)
  const suffix = run === 1 ? '' : `-${run}`
  const stations = [
    { name: 'dongshan-wind', least: 38, spread: 60 },
    { name: 'laguna-sun', least: 12, spread: 17 },
    { name: 'qingxi-hydro', least: 71, spread: 12 },
  ]
  const rows = stations.flatMap(({ name, least, spread }) =>
    range(30).map((day) => {
      const energy = `${least + draw(spread)}.${String(draw(1000)).padStart(3, '0')}`
      return `${name}${suffix},2026-09-${String(day + 1).padStart(2, '0')},${energy}`
    }),
  )
  return { fileName: 'september.csv', bytes: csv('station,date,energy_mwh', rows) }
}
/** The station whose certificates are handed over. */
export const windStation = (run: number): string => `dongshan-wind${run === 1 ? '' : `-${run}`}`

/** Codes of the parties in the files of obligations. */
export const parties = ['VALLEY', 'STUDIO', 'MILL', 'PRESS', 'DAIRY', 'GRID', 'PORT', 'SEEDCO'] as const

/** A file of obligations among the parties. */
export function obligationsFile(name: string, count: number): SampleFile {
  const draw = drawFrom(`${SEED} obligations ${name}`)
  const rows = range(count).map((i) => {
    const debtor = draw(parties.length)
    const creditor = (debtor + 1 + draw(parties.length - 1)) % parties.length
    const amount = `${200 + draw(9_000)}.${String(draw(100)).padStart(2, '0')}`
    return `${parties[debtor]},${parties[creditor]},${amount},${name}-${String(i + 1).padStart(3, '0')}`
  })
  return { fileName: `obligations-${name}.csv`, bytes: csv('debtor,creditor,amount,reference', rows) }
}

/** The first draft of a book, whose fingerprint goes onto the ledger. */
export function manuscript(): SampleFile {
  const draw = drawFrom(`${SEED} manuscript`)
  const lines = range(40).map((i) => {
    const scene = `${motifs[draw(motifs.length)]} ${moods[draw(moods.length)]}`
    return `${i + 1}. ${scene}, after ${makers[draw(makers.length)]}`
  })
  return { fileName: 'river-letters-1.txt', bytes: utf8(`${lines.join('\n')}\n`) }
}

/** A list of members in the portal's own columns; each line was made by its member. */
export const membersFile = (lines: readonly string[]): SampleFile => ({
  fileName: 'members.csv',
  bytes: csv('name,owner,key,weight,possession', lines),
})
