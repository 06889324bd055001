'use client'
import type { ActLeg } from '@vc/acts'
import type { GrantTerms } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Button, Dialog, Notice, Skeleton } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { CheckElsewhere, useVerifierOrigin } from '../verifier/index.ts'
import { useWallet } from '../wallet/index.ts'
import { ActPaper } from './act-paper.tsx'
import { ActResult } from './act-result.tsx'
import { ActTerms } from './act-terms.tsx'
import { type AlikeLegs, alikeLegs } from './alike-legs.ts'
import { type BegunAct, legsOf, partsToSign, readDraft } from './read-draft.ts'
import { isHardware, signParts } from './sign-parts.ts'
import { termsBehind } from './terms.ts'

export type ActOutcome = ApiAnswers['acts']['finish']
type Sign = (actId: string) => Promise<ActOutcome | undefined>
type Draft = {
  readonly act: BegunAct
  readonly legs: readonly ActLeg[]
  /** Behind the mark of a grant; undefined of every other act. */
  readonly terms: GrantTerms | undefined
}

const SignContext = createContext<Sign | undefined>(undefined)

/**
 * Shows the sheet of a drafted act, asks the key, sends the signature.
 *
 *   const { sign } = useActSigner()
 *   const outcome = await sign(actId)   // undefined when the person turned away
 */
export function useActSigner(): { readonly sign: Sign } {
  const sign = useContext(SignContext)
  if (!sign) throw new Error('broken invariant: signing happens inside the frame')
  return { sign }
}

/** Holds the one sheet that is being signed; stands once in the frame. */
export function ActSignerProvider({ children }: { readonly children: ReactNode }) {
  const sheet = useSheet()
  return (
    <SignContext value={sheet.sign}>
      {children}
      <SheetDialog {...sheet} />
    </SignContext>
  )
}

/** The sheet that lies open: `sign` opens one and answers when it is signed or left. */
function useSheet() {
  const api = useTRPCClient()
  const locale = useLocale()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState<Draft>()
  const [error, setError] = useState<unknown>()
  const answer = useRef<(outcome: ActOutcome | undefined) => void>(undefined)

  const sign = useCallback<Sign>(
    async (actId) => {
      answer.current?.(undefined)
      setDraft(undefined)
      setError(undefined)
      setOpen(true)
      await readAct(api, actId, locale).then(setDraft, setError)
      return new Promise((resolve) => {
        answer.current = resolve
      })
    },
    [api, locale],
  )
  function leave(outcome?: ActOutcome) {
    setOpen(false)
    answer.current?.(outcome)
    answer.current = undefined
  }
  return { sign, open, draft, error, setError, leave }
}

/** The draft. One that reads a creditor's credit is put on what it holds now before anybody signs, from wherever it is signed. */
async function beginAct(api: ReturnType<typeof useTRPCClient>, actId: string): Promise<BegunAct> {
  const act = await api.acts.begin.query({ actId })
  const ready = act.status === 'open' ? readyFor(api, act) : undefined
  if (!ready) return act
  await ready.mutate({ actId })
  return api.acts.begin.query({ actId })
}

/** A kept restructuring is the creditor's to make ready; a transfer of debt any signer's, since more than one signs the whole of it. */
function readyFor({ credit }: ReturnType<typeof useTRPCClient>, { kind, required }: BegunAct) {
  const isCreditors = required.some(({ index, mine, given }) => index === 0 && mine && !given)
  if (kind === 'credit.restructure' && isCreditors) return credit.readyRestructuring
  return kind === 'credit.transfer' ? credit.readyTransfer : undefined
}

/** Fetches the draft and reads its bytes here. */
async function readAct(api: ReturnType<typeof useTRPCClient>, actId: string, locale: string): Promise<Draft> {
  const act = await beginAct(api, actId)
  const read = readDraft(act, locale)
  if (!read.ok) throw new RefusedHere(read.refusal.code)
  return { act, legs: read.value, terms: termsFor(act, read.value) }
}

/** The terms behind a grant's mark. Refuses one whose bytes do not commit to what is told of it: nobody signs that. */
function termsFor(act: BegunAct, [leg]: readonly ActLeg[]): GrantTerms | undefined {
  if (act.kind !== 'credit.approve' && act.terms === null) return undefined
  const terms = act.terms && leg && termsBehind(leg.transaction, act.terms)
  if (!terms) throw new RefusedHere('terms-differ')
  return terms
}

type SheetProps = Omit<ReturnType<typeof useSheet>, 'sign'>

/** The papers of the act and the button that asks the key; held open while the key is asked. */
function SheetDialog({ open, draft, error, setError, leave }: SheetProps) {
  const t = useTranslations('signing')
  const give = useGiveSignatures()
  const [busy, setBusy] = useState(false)

  async function confirm(read: Draft) {
    setBusy(true)
    setError(undefined)
    await give(read)
      .then(leave, setError)
      .finally(() => setBusy(false))
  }
  const parts = draft ? partsToSign(draft.act.required) : []
  const isElsewhere = parts.some(isHardware)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && !busy && leave()}
      held={busy}
      wide
      title={t('title')}
      description={t('lead')}
      footer={
        <>
          <Button variant="quiet" disabled={busy} onClick={() => leave()}>
            {t('leave')}
          </Button>
          {draft && parts.length > 0 && (
            <Button variant="primary" pending={busy} onClick={() => confirm(draft)}>
              {busy ? t(isElsewhere ? 'atVerifier' : 'touch') : t('confirm', { count: draft.legs.length })}
            </Button>
          )}
        </>
      }
    >
      <Papers draft={draft} error={error} />
    </Dialog>
  )
}

/** Signs every part that is this person's, and hands the signatures in. */
function useGiveSignatures() {
  const api = useTRPCClient()
  const { openWallet } = useWallet()
  const verifier = useVerifierOrigin()
  const locale = useLocale()
  return async ({ act }: Draft) => {
    const parts = partsToSign(act.required)
    if (parts.length === 0) throw new RefusedHere('nothing-to-sign')
    const signatures = await signParts(act, parts, { verifier, locale, openWallet })
    return api.acts.finish.mutate({ actId: act.actId, signatures })
  }
}

const Papers = ({ draft, error }: Pick<SheetProps, 'draft' | 'error'>) => (
  <div className="space-y-4">
    <RefusalView error={error} />
    {draft && alikeLegs(draft.legs).map((run) => <Run key={run.at} act={draft.act} run={run} />)}
    {draft?.terms && <ActTerms terms={draft.terms} />}
    {draft?.act.result && <ActResult result={draft.act.result} />}
    {!draft && !error && <Skeleton className="h-80" />}
  </div>
)

/** So many papers that say the same are all shown at once; of more than that one, and the others when they are asked for. */
const MOST_ALIKE = 5

function Run({ act, run: { at, legs } }: { readonly act: BegunAct; readonly run: AlikeLegs }) {
  const t = useTranslations('signing')
  const [isWhole, setWhole] = useState(legs.length <= MOST_ALIKE)
  const shown = isWhole ? legs : legs.slice(0, 1)
  return (
    <>
      {shown.map((leg, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the legs of a draft do not move
        <Leg key={i} act={act} leg={leg} at={at + i} />
      ))}
      {!isWhole && (
        <Notice title={t('alike', { count: legs.length - 1 })}>
          <p>{t('alikeNext')}</p>
          <Button size="small" className="mt-2" onClick={() => setWhole(true)}>
            {t('alikeShow')}
          </Button>
        </Notice>
      )}
    </>
  )
}

type LegProps = { readonly act: BegunAct; readonly leg: ActLeg; readonly at: number }

const Leg = ({ act, leg, at }: LegProps) => (
  <>
    <ActPaper act={act} leg={leg} at={at} />
    <CheckElsewhere network={fromHex(act.network)} leg={must(legsOf(act)[at], 'a leg that was read')} />
  </>
)
