'use client'
import { Button, Dialog } from '@vc/ui'
import { Printer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RefusalView } from '../refusals/index.ts'
import { type NewSeed, useNewSeed } from './use-new-seed.ts'
import { AskedWords, WordList } from './words.tsx'

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }

/** Makes a seed in this browser: shows its 24 words once, asks three of them back, seals it to the key of this session. */
export function MakeWallet({ open, onOpenChange }: Props) {
  const t = useTranslations('wallet')
  const seed = useNewSeed(open, () => onOpenChange(false))
  const { words, isAsking, typed, setTyped, wrong, error } = seed
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      wide
      title={t('make')}
      description={isAsking ? t('askLead') : t('wordsLead')}
      footer={isAsking ? <AskingButtons seed={seed} /> : <ShowingButtons seed={seed} />}
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        {isAsking ? <AskedWords typed={typed} wrong={wrong} onType={setTyped} /> : <WordList words={words} />}
      </div>
    </Dialog>
  )
}

type ButtonsProps = { readonly seed: NewSeed }

function ShowingButtons({ seed: { setAsking } }: ButtonsProps) {
  const t = useTranslations('wallet')
  return (
    <>
      <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
        {t('print')}
      </Button>
      <Button variant="primary" onClick={() => setAsking(true)}>
        {t('written')}
      </Button>
    </>
  )
}

function AskingButtons({ seed: { setAsking, sealIt } }: ButtonsProps) {
  const t = useTranslations('wallet')
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(false)}>
        {t('showAgain')}
      </Button>
      <Button variant="primary" onClick={sealIt}>
        {t('seal')}
      </Button>
    </>
  )
}
