'use client'
import { PageHeader } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useSession } from '../session/index.ts'
import { WalletSection } from '../wallet/index.ts'
import { ActKeys } from './act-keys.tsx'
import { RecoverySection } from './recovery-section.tsx'
import { SignInKeys } from './sign-in-keys.tsx'

/** A person's own keys: to sign in, to sign acts, to come back, and the wallet. */
export function AccountScreen() {
  const t = useTranslations('account')
  const { personName } = useSession()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { name: personName })} />
      <SignInKeys />
      <ActKeys />
      <WalletSection />
      <RecoverySection />
    </>
  )
}
