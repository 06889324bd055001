import type { LedgerRows } from '@vc/consensus'
import {
  type Finding,
  isOpen,
  type Judged,
  mustBeOpen,
  openVerifier,
  type Stop,
  type Task,
  type Verifier,
} from './verifier.ts'

/** What the screen asks of the worker, and what each question gives. */
export type Questions = {
  readonly open: { readonly ask: Task; readonly answer: Stop | null }
  readonly judge: { readonly ask: readonly string[]; readonly answer: Judged }
  readonly show: { readonly ask: LedgerRows; readonly answer: null }
  readonly finish: { readonly ask: null; readonly answer: Finding }
  readonly pack: { readonly ask: null; readonly answer: string }
}
export type Question = {
  [K in keyof Questions]: { readonly id: number; readonly kind: K; readonly ask: Questions[K]['ask'] }
}[keyof Questions]

let verifier: Verifier | undefined

function open(task: Task): Stop | null {
  const opened = openVerifier(task)
  if (!isOpen(opened)) return opened.stop
  verifier = opened
  return null
}

function answer(question: Question): unknown {
  if (question.kind === 'open') return open(question.ask)
  if (question.kind === 'judge') return mustBeOpen(verifier).judge(question.ask)
  if (question.kind === 'show') return mustBeOpen(verifier).show(question.ask) ?? null
  return question.kind === 'finish' ? mustBeOpen(verifier).finish() : mustBeOpen(verifier).pack()
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  try {
    globalThis.postMessage({ id: data.id, answer: answer(data) })
  } catch (error) {
    globalThis.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) })
  }
})
