import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser'
import type { FromVerifier } from '@vc/acts'
import { Button } from '@vc/ui'
import { useState } from 'react'
import { Refused } from './app.tsx'
import { codeOfKey } from './ask-key.ts'
import { goSoon } from './portal-window.ts'
import { useArmed } from './use-armed.ts'
import type { Words } from './words.ts'

type Props = {
  readonly options: unknown
  readonly rpId: string
  readonly answer: (said: FromVerifier) => void
  readonly words: Words
}

/** Makes an act key here, so that it is bound to this page's relying party. */
export function MakeKey({ options, rpId, answer, words }: Props) {
  const { page } = words
  const [code, setCode] = useState<string>()
  const isArmed = useArmed()
  function leave(said: FromVerifier) {
    answer(said)
    goSoon()
  }
  async function make(optionsJSON: PublicKeyCredentialCreationOptionsJSON) {
    setCode(undefined)
    await startRegistration({ optionsJSON })
      .then((credential) => leave({ say: 'made', credential }))
      .catch((error: unknown) => setCode(codeOfKey(error)))
  }
  if (!isForParty(options, rpId)) return <Refused code="make-elsewhere" words={words} />
  return (
    <>
      <p className="max-w-prose">{page.lead.make}</p>
      {code !== undefined && <Refused code={code} words={words} />}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="large" disabled={!isArmed} onClick={() => make(options)}>
          {page.make}
        </Button>
        <Button size="large" variant="quiet" onClick={() => leave({ say: 'declined' })}>
          {page.leave}
        </Button>
      </div>
    </>
  )
}

/** The options name the relying party of act keys; the rest is for the browser and the API to judge. */
function isForParty(options: unknown, rpId: string): options is PublicKeyCredentialCreationOptionsJSON {
  if (typeof options !== 'object' || options === null || !('rp' in options)) return false
  const { rp } = options
  return typeof rp === 'object' && rp !== null && 'id' in rp && rp.id === rpId
}
