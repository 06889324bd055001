'use client'
import { type ActLeg, type Change, changesOf, risksOf, sixWords } from '@vc/acts'
import { toHex } from '@vc/crypto'
import type { ActLine } from '@vc/ledger'
import { ActSheet, Amount, type Element, Hash, shortHash, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Sentence } from '../explorer/sentence.tsx'
import { type ShownOwner, useOwners } from '../explorer/shown.ts'
import { SoftwareMark } from '../keys/index.ts'
import type { BegunAct } from './read-draft.ts'

export type ActPaperProps = { readonly act: BegunAct; readonly leg: ActLeg; readonly at: number }

/** One transaction of an act as the slip of paper that is signed: read from its bytes, in the reader's language. */
export function ActPaper({ act, leg, at }: ActPaperProps) {
  const t = useTranslations('signing')
  const ownerOf = useOwners(act.owners)
  const words = useSheetWords(leg, ownerOf)
  const warnings = (act.warnings[at] ?? []).map((warning) => t(`warnings.${warning}`))
  const required = act.required.filter(({ transaction }) => transaction === at)
  const kind = act.kind.replaceAll('.', '_')
  // Of several acts that are signed together each says what it does.
  const legKeys = act.transactions.length > 1 ? [`legs.${kind}.${at}`, `legs.${kind}.each`] : []
  const kindKey = legKeys.find((key) => t.has(key)) ?? `kinds.${kind}`
  return (
    <ActSheet
      {...words}
      risks={[...words.risks, ...warnings]}
      title={<Title text={t.has(kindKey) ? t(kindKey, { number: at }) : act.kind} lines={leg.sheet.lines} />}
      rule={<Rule required={required} />}
      seals={[...Map.groupBy(required, ({ key }) => key)].map(([key, parts]) => ({
        key,
        name: <Signer parts={parts} owner={ownerOf(key)} />,
        seed: key,
        state: parts.every(({ given }) => given) ? 'signed' : 'empty',
      }))}
    />
  )
}

type OwnerOf = (key: string) => ShownOwner | undefined

/** What a transaction's sheet says in the reader's language: kind, lines, changes, risks, six words and hash. */
export function useSheetWords(leg: ActLeg, ownerOf: OwnerOf) {
  const words = useTranslations('act')
  const locale = useLocale()
  const sentences = locale === 'zh-CN' ? leg.sheet.zh : leg.sheet.en
  const facts = leg.sheet.lines.map((line, n) => ({
    label: words.has(`lines.${line.what}`) ? words(`lines.${line.what}`) : line.what,
    value: <Sentence text={sentences[n] ?? ''} />,
  }))
  return {
    kind: sentences[0],
    facts: facts.slice(1),
    changes: changesOf(leg.sheet.lines).map((change) => changeOf(change, ownerOf)),
    changeHeads: { title: words('flow.title'), before: words('flow.in'), after: words('flow.out') },
    risks: risksOf(leg.sheet.lines).map((risk) => words(`risks.${risk}`)),
    sixWords: sixWords(leg.sheetHash, locale),
    sheetHash: toHex(leg.sheetHash),
  }
}

/** What happens and how much, as the head of the paper. */
function Title({ text, lines }: { readonly text: string; readonly lines: readonly ActLine[] }) {
  const main = lines.find(({ what }) => what === 'output' || what === 'debt')
  if (!main || !isElement(main.element)) return text
  // Lots are one debt; of value the first output is what is paid, the others are change.
  const said = main.what === 'debt' ? lines.filter(({ what }) => what === 'debt') : [main]
  const amount = said.reduce((sum, line) => sum + BigInt(line.amount ?? 0), 0n)
  if (amount === 0n) return text
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      {text}
      <Amount amount={amount} element={main.element} />
    </span>
  )
}

const isElement = (text: string | undefined): text is Element =>
  text === 'value' || text === 'credit' || text === 'debt'

type SignerProps = { readonly parts: BegunAct['required']; readonly owner: ShownOwner | undefined }

/** Who fills a place of the paper, how often, and whether hardware keeps the key. */
function Signer({ parts, owner }: SignerProps) {
  const t = useTranslations('signing')
  const name = parts.some(({ mine }) => mine) ? t('you') : (owner?.name ?? shortHash(parts[0]?.key ?? ''))
  return (
    <>
      {t('seal', { name, count: parts.length })}
      <span className="mt-1 block font-normal empty:hidden">
        <SoftwareMark isSoftware={owner?.isSoftware ?? false} />
      </span>
    </>
  )
}

type HolderProps = {
  readonly account: string
  readonly element: Element
  readonly owner: ShownOwner | undefined
}
function Holder({ account, element, owner }: HolderProps) {
  const { words } = useUi()
  return (
    <>
      {owner?.name} <SoftwareMark compact isSoftware={owner?.isSoftware ?? false} /> <Hash hash={account} />{' '}
      <span className="text-small text-ink-faint">{words.elements[element]}</span>
    </>
  )
}

function Rule({ required }: { readonly required: BegunAct['required'] }) {
  const t = useTranslations('signing.rule')
  const sets = new Map(required.flatMap(({ set }) => (set ? [[set.name, set.need] as const] : [])))
  const single = required.filter(({ set }) => !set).length
  const parts = [...sets].map(([name, need]) =>
    t('set', { need, of: required.filter(({ set }) => set?.name === name).length }),
  )
  return [...parts, ...(single > 0 ? [t('all', { count: single })] : [])].join(' ')
}

const changeOf = ({ account, element, before, after }: Change, ownerOf: OwnerOf) => ({
  label: <Holder account={account} element={element} owner={ownerOf(account)} />,
  before: <Amount amount={before} element={element} unit="" />,
  after: <Amount amount={after} element={element} unit="" />,
})
