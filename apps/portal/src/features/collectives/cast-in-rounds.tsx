'use client'
import {
  answerVote,
  commitToVote,
  fromHex,
  numberToBytes,
  readVoteRequest,
  scalarOf,
  toHex,
  type VoteNonces,
} from '@vc/crypto'
import { Button, Notice, Seal, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useWallet } from '../wallet/index.ts'
import { readVote } from './read-vote.ts'
import type { Vote } from './stages.ts'

type Seat = Vote['mySeats'][number]
/** What a voter of VCC1 must remember between the rounds, here and nowhere else. */
type Kept = { readonly commitments: string; readonly nonces: readonly VoteNonces[]; readonly r: bigint }

/** The vote in two rounds: numbers first, and the answer by itself when the voters are fixed. The page stays open. */
export function CastInRounds({ vote }: { readonly vote: Vote }) {
  return (
    <div className="space-y-4">
      {vote.mySeats.map((seat) => (
        <SeatInRounds key={`${seat.key}-${vote.round.round}`} vote={vote} seat={seat} />
      ))}
    </div>
  )
}

function SeatInRounds({ vote, seat }: { readonly vote: Vote; readonly seat: Seat }) {
  const t = useTranslations('collectives.rounds')
  const { personName } = useSession()
  const { commit, restart, error, isKept } = useRounds(vote, seat)
  const { request, committed } = vote.round
  if (seat.voted) return <Seal name={personName} seed={seat.key} state="signed" note={t('answered')} />
  if (vote.stage !== 'open') return null
  const mine = committed.find(({ position }) => position === seat.position)
  const isChosen = request?.voters.includes(seat.position) ?? false
  return (
    <>
      <RefusalView error={error} />
      {!request && !(mine && isKept()) && (
        <>
          <Button variant="primary" size="large" className="w-full" onClick={commit}>
            {t('begin')}
          </Button>
          <p className="text-small text-ink-soft">{t('beginHint')}</p>
        </>
      )}
      {!request && mine && isKept() && <Notice title={t('waiting')}>{t('waitingNext')}</Notice>}
      {request && <Notice title={t(isChosen ? 'asked' : 'without')}>{t('askedNext')}</Notice>}
      {request && <Button onClick={restart}>{t('restart')}</Button>}
    </>
  )
}

function useRounds(vote: Vote, seat: Seat) {
  const t = useTranslations('collectives.rounds')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error } = useCommand()
  const { openWallet } = useWallet()
  const kept = useRef<Kept>(undefined)
  const { id: proposalId } = vote
  const commit = () =>
    run(async () => {
      const wallet = await openWallet(seat.owner)
      try {
        const r = wallet.credentialSecret({ ...seat, key: fromHex(seat.key), owner: fromHex(seat.owner) })
        if (r === undefined) throw new RefusedHere('seat-of-another')
        const nonces = readVote(vote).digests.map(freshNonces)
        const commitments = nonces.map(writeCommitment)
        kept.current = { r, nonces, commitments: commitments.join() }
        await api.collectives.commit.mutate({ proposalId, key: seat.key, commitments })
      } finally {
        wallet.close()
      }
    })
  const restart = () => run(() => api.collectives.restart.mutate({ proposalId }))
  const asked = vote.round.request
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is given once, when the voters are fixed
  useEffect(() => {
    const own = kept.current
    const mine = vote.round.committed.find(({ position }) => position === seat.position)
    if (!asked?.voters.includes(seat.position) || seat.voted || own?.commitments !== mine?.commitments.join())
      return
    // Each number is used once: gone before the answer leaves.
    kept.current = undefined
    if (!own) return
    void run(async () =>
      api.collectives.answer.mutate({ proposalId, key: seat.key, answers: answersOf(vote, own) }),
    ).then((taken) => taken && toast({ title: t('answered') }))
  }, [asked === null])
  return { commit, restart, error, isKept: () => kept.current !== undefined }
}

function freshNonces(): VoteNonces {
  const fresh = () => scalarOf(crypto.getRandomValues(new Uint8Array(64)))
  return { k1: fresh(), k2: fresh() }
}

function writeCommitment(nonces: VoteNonces): string {
  const { T1, T2 } = commitToVote(nonces)
  return toHex(numberToBytes(T1, 256)) + toHex(numberToBytes(T2, 256))
}

function answersOf(vote: Vote, { nonces, r }: Kept): string[] {
  const { digests } = readVote(vote)
  return digests.map((message32, at) => {
    const [asked, own] = [vote.round.request?.requests[at], nonces[at]]
    if (!asked || !own) throw new RefusedHere('witness-wrong')
    const of = {
      request: readVoteRequest(asked),
      descriptor: fromHex(vote.descriptor),
      message32,
      nonces: own,
      r,
    }
    return toHex(numberToBytes(answerVote(of), 32))
  })
}
