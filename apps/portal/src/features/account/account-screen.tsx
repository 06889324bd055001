'use client'
import { PageHeader } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Documents } from '../identity/index.ts'
import { useSession } from '../session/index.ts'
import { WalletSection } from '../wallet/index.ts'
import { ActKeys } from './act-keys.tsx'
import { RecoverySection } from './recovery-section.tsx'
import { SignInKeys } from './sign-in-keys.tsx'

/** A person's own keys: to sign in, to sign acts, to come back, and the wallet. */
export function AccountScreen() {
  const t = useTranslations('account')
  const { personName, may } = useSession()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { name: personName })} />
      <SignInKeys />
      <ActKeys />
      <WalletSection />
      {may('identity.keep') && <Documents />}
      <RecoverySection />
    </>
  )
}
