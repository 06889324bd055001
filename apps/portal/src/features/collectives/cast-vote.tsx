'use client'
import { fromHex, toHex } from '@vc/crypto'
import { encodeTransaction, putVotes } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import { Button, Notice, Seal, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useWallet } from '../wallet/index.ts'
import { CastInRounds } from './cast-in-rounds.tsx'
import { readVote } from './read-vote.ts'
import type { Vote } from './stages.ts'

/** The button of the vote: the credential comes out of the sealed wallet, signs these bytes, and is forgotten. */
export function CastVote({ vote }: { readonly vote: Vote }) {
  return (
    <div className="space-y-4">
      {vote.scheme === 'VCC1' ? <CastInRounds vote={vote} /> : <CastBallot vote={vote} />}
      <NoSeat vote={vote} />
      <Withdraw vote={vote} />
    </div>
  )
}

function NoSeat({ vote }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  return vote.mySeats.length === 0 && <Notice title={t('noSeat')}>{t('noSeatNext')}</Notice>
}

function Withdraw({ vote: { stage, isMine, id } }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  const api = useTRPCClient()
  const { run, error } = useCommand()
  if (!isMine || (stage !== 'open' && stage !== 'preparing')) return null
  return (
    <>
      <RefusalView error={error} />
      <Button variant="quiet" onClick={() => run(() => api.collectives.withdraw.mutate({ proposalId: id }))}>
        {t('withdraw')}
      </Button>
    </>
  )
}

function CastBallot({ vote }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  const { run, error } = useCommand()
  const { personName } = useSession()
  const cast = useCast(vote)
  const { stage, mySeats, votedWeight, threshold, kind } = vote
  const open = mySeats.filter(({ voted }) => !voted)
  const voted = mySeats.filter((seat) => seat.voted)
  return (
    <div className="space-y-4">
      <RefusalView error={error} />
      {stage === 'open' && open.length > 0 && (
        <Button variant="primary" size="large" className="w-full" onClick={() => run(cast)}>
          {t('cast')}
        </Button>
      )}
      {stage === 'open' && open.length > 0 && <p className="text-small text-ink-soft">{t('castHint')}</p>}
      {voted.map(({ key }) => (
        <Seal key={key} name={personName} seed={key} state="signed" note={t('voted')} />
      ))}
      {stage === 'open' && votedWeight >= threshold && votesOver(kind) === 'inputs' && (
        <JoinHere vote={vote} />
      )}
    </div>
  )
}

/** Signs for every seat of this person that has not voted yet. */
function useCast(vote: Vote) {
  const t = useTranslations('collectives.vote')
  const api = useTRPCClient()
  const toast = useToast()
  const { openWallet } = useWallet()
  return async () => {
    const { digests } = readVote(vote)
    for (const seat of vote.mySeats.filter(({ voted }) => !voted)) {
      const wallet = await openWallet(seat.owner)
      try {
        const { key } = wallet.member(seat.weight, fromHex(seat.owner))
        if (toHex(key) !== seat.key) throw new RefusedHere('seat-of-another')
        const signatures = digests.map((digest) => toHex(wallet.vote(fromHex(vote.descriptor), digest)))
        await api.collectives.vote.mutate({ proposalId: vote.id, key: seat.key, signatures })
      } finally {
        wallet.close()
      }
    }
    toast({ title: t('taken') })
  }
}

/** Joins the votes in this browser: nobody has to wait for whoever else should have done it. */
function JoinHere({ vote }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const join = () =>
    run(async () => {
      const votes = await api.collectives.ballots.query({ proposalId: vote.id })
      const ballots = votes.map(({ position, signatures }) => ({
        member: position,
        signatures: signatures.map(fromHex),
      }))
      const { leg, voted } = readVote(vote)
      const joined = putVotes(leg.transaction, fromHex(vote.descriptor), ballots, voted)
      if (!joined) throw new RefusedHere('witness-wrong')
      const transaction = toHex(encodeTransaction(joined))
      return api.collectives.handIn.mutate({ proposalId: vote.id, transaction })
    })
  return (
    <div className="space-y-2">
      <RefusalView error={error} />
      <p className="text-small text-ink-soft">{t('joinLead')}</p>
      <Button onClick={join}>{t('join')}</Button>
    </div>
  )
}
