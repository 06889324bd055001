import { getTranslations } from 'next-intl/server'
import { AccountScreen } from '../../../../features/account/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('account'))('title') }
}

export default function AccountPage() {
  return <AccountScreen />
}
