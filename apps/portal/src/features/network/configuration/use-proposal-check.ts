'use client'
import { useState } from 'react'
import { useTRPCClient } from '../../../trpc/client.tsx'
import type { ApiAnswers } from '../../../trpc/types.ts'
import { type ProposalForm, readProposal, type Wrong } from './read-proposal.ts'
import type { ConfigurationView, Draft } from './use-configuration.ts'

type Verdict = ApiAnswers['network']['checkProposal']
export type Refused = Extract<Verdict, { accepted: false }>['refusal']

/** What came of checking a form: its errors, what the node said, and the draft that it found good. */
export function useProposalCheck(form: ProposalForm, view: ConfigurationView) {
  const api = useTRPCClient()
  const [tries, setTries] = useState(0)
  const [wrong, setWrong] = useState<readonly Wrong[]>([])
  const [refused, setRefused] = useState<Refused>()
  const [good, setGood] = useState<{ readonly form: ProposalForm; readonly draft: Draft }>()
  const [error, setError] = useState<unknown>()
  const check = async () => {
    setTries((before) => before + 1)
    setGood(undefined)
    setRefused(undefined)
    setError(undefined)
    const read = readProposal(form, view)
    setWrong('wrong' in read ? read.wrong : [])
    if ('wrong' in read) return
    try {
      const verdict = await api.network.checkProposal.query(read.draft)
      if (!verdict.accepted) return setRefused(verdict.refusal)
      setGood({ form, draft: read.draft })
    } catch (cause) {
      setError(cause)
    }
  }
  const parameter = refused?.facts.parameter
  const ofNode: readonly Wrong[] =
    typeof parameter === 'string' ? [{ field: `value-${parameter}`, word: 'value' }] : []
  return {
    ...{ check, tries, error, refused },
    wrong: [...wrong, ...ofNode],
    /** Only while the form is the one that was checked. */
    draft: good?.form === form ? good.draft : undefined,
  }
}
