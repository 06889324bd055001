'use client'
import type { ReactNode } from 'react'
import { Changes } from './changes.tsx'
import { Hash } from './hash.tsx'
import { Paper } from './paper.tsx'
import { Part } from './paper-part.tsx'
import { useUi } from './provider.tsx'
import { Seal, type SealProps } from './seal.tsx'

export type ActSheetProps = {
  /** The kind of act, small above the title. */
  readonly kind: ReactNode
  /** What happens, as a sentence: "Give 1,000,000.00 of credit to Green Valley Co-op". */
  readonly title: ReactNode
  /** Who, how much, to whom, until when. */
  readonly facts: readonly { readonly label: ReactNode; readonly value: ReactNode }[]
  readonly changes?: readonly {
    readonly label: ReactNode
    readonly before: ReactNode
    readonly after: ReactNode
  }[]
  /** Heads of that table when it is not "what changes, before, after". */
  readonly changeHeads?: { readonly title: string; readonly before: string; readonly after: string }
  readonly risks?: readonly ReactNode[]
  readonly rule?: ReactNode
  readonly seals?: readonly (SealProps & { readonly key: string })[]
  /** From a fixed list in the reader's language. */
  readonly sixWords?: readonly string[]
  readonly sheetHash?: string | undefined
  /** A refusal leaves a mark on the paper with its reason. */
  readonly refused?: ReactNode
  readonly className?: string
}

/** The slip of paper that is signed. It looks the same in the inbox, on the verifier page and in print. */
export function ActSheet(props: ActSheetProps) {
  const { kind, title, facts, changes = [], changeHeads, risks = [], rule, seals = [], refused } = props
  const { words } = useUi()
  return (
    <Paper className={props.className}>
      <p className="text-small text-ink-faint">{kind}</p>
      <h3 className="text-lead font-strong">{title}</h3>
      {refused && <RefusedMark>{refused}</RefusedMark>}
      <SheetFacts facts={facts} />
      {changes.length > 0 && <Changes changes={changes} heads={changeHeads} />}
      {rule && (
        <Part title={words.rule}>
          <p>{rule}</p>
        </Part>
      )}
      {risks.length > 0 && <Risks risks={risks} />}
      {seals.length > 0 && <Seals seals={seals} />}
      <Name {...props} />
    </Paper>
  )
}

function RefusedMark({ children }: { readonly children: ReactNode }) {
  const { words } = useUi()
  return (
    <p role="alert" className="mt-3 border-y-2 border-refused py-1.5 font-strong text-refused">
      {words.sealRefused}: {children}
    </p>
  )
}

const SheetFacts = ({ facts }: Pick<ActSheetProps, 'facts'>) => (
  <dl className="mt-4 divide-y border-y">
    {facts.map((fact, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a sheet do not move
      <div key={at} className="grid gap-x-4 py-1.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <dt className="text-ink-soft">{fact.label}</dt>
        <dd className="min-w-0 break-words">{fact.value}</dd>
      </div>
    ))}
  </dl>
)

/** What a signer is warned of, as it stands on the paper. */
export function Risks({ risks }: { readonly risks: readonly ReactNode[] }) {
  const { words } = useUi()
  return (
    <Part title={words.risks}>
      <ul className="list-disc space-y-0.5 pl-5">
        {risks.map((risk, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a sheet do not move
          <li key={at}>{risk}</li>
        ))}
      </ul>
    </Part>
  )
}

function Seals({ seals }: { readonly seals: NonNullable<ActSheetProps['seals']> }) {
  const { words } = useUi()
  return (
    <Part title={words.signatures}>
      <div className="flex flex-wrap gap-x-3 gap-y-4 pt-1">
        {seals.map(({ key, ...seal }) => (
          <Seal key={key} {...seal} />
        ))}
      </div>
    </Part>
  )
}

/** What the sheet is called: six words for people, the hash for machines. */
const Name = ({ sixWords = [], sheetHash }: Pick<ActSheetProps, 'sixWords' | 'sheetHash'>) => (
  <>
    {sixWords.length > 0 && <SixWords words={sixWords} />}
    {sheetHash && (
      <p className="mt-2 text-small text-ink-faint">
        <Hash hash={sheetHash} />
      </p>
    )}
  </>
)

/** Six words of a fixed list: two people who read the same words see the same act. */
export function SixWords({ words }: { readonly words: readonly string[] }) {
  const ui = useUi()
  return (
    <div className="mt-4 border-t border-dashed border-line-strong pt-3">
      <ol className="flex flex-wrap gap-x-4 gap-y-1 font-mono text-lead">
        {words.map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice
          <li key={at}>{word}</li>
        ))}
      </ol>
      <p className="text-small text-ink-faint">{ui.words.sixWords}</p>
    </div>
  )
}
