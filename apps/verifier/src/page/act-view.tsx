import type { FromVerifier, Language } from '@vc/acts'
import { Button } from '@vc/ui'
import { useState } from 'react'
import { Refused } from './app.tsx'
import { codeOfKey, signCase } from './ask-key.ts'
import type { OpenCase } from './open-case.ts'
import { Paper } from './paper.tsx'
import { goSoon } from './portal-window.ts'
import { useArmed } from './use-armed.ts'
import type { Words } from './words.ts'

type Props = {
  readonly opened: OpenCase
  readonly rpId: string
  readonly answer?: (said: FromVerifier) => void
  readonly language: Language
  readonly words: Words
}

/** The sheets of an act; when the portal asks for signatures, the button that asks the key. */
export function ActView({ opened, rpId, answer, language, words }: Props) {
  const { page } = words
  const canSign = answer !== undefined && opened.act.parts.length > 0
  return (
    <>
      <p className="max-w-prose">{canSign ? page.lead.sign : page.lead.read}</p>
      {opened.legs.map((leg, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the legs of a case do not move
        <Paper key={at} leg={leg} language={language} words={words} />
      ))}
      {canSign && <Decide opened={opened} rpId={rpId} answer={answer} words={words} />}
    </>
  )
}

type DecideProps = Omit<Props, 'language'> & { readonly answer: (said: FromVerifier) => void }

/** Stands behind the words, so that nobody comes to it who has not passed them. */
function Decide({ opened, rpId, answer, words }: DecideProps) {
  const { page } = words
  const [code, setCode] = useState<string>()
  const [asking, setAsking] = useState(false)
  const isArmed = useArmed()

  function leave(said: FromVerifier) {
    answer(said)
    goSoon()
  }
  async function sign() {
    setCode(undefined)
    setAsking(true)
    await signCase(opened, rpId)
      .then((assertions) => leave({ say: 'signed', assertions }))
      .catch((error: unknown) => setCode(codeOfKey(error)))
      .finally(() => setAsking(false))
  }
  return (
    <div className="space-y-3 border-t py-3">
      {code !== undefined && <Refused code={code} words={words} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="danger" size="large" disabled={asking} onClick={() => leave({ say: 'declined' })}>
          {page.decline}
        </Button>
        <Button variant="primary" size="large" disabled={!isArmed} onClick={sign}>
          {asking ? page.touch : opened.legs.length > 1 ? page.signMany : page.sign}
        </Button>
      </div>
    </div>
  )
}
