import { getTranslations } from 'next-intl/server'
import { ApprovalsScreen } from '../../../../features/approvals/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('approvals'))('title') }
}

export default function ApprovalsPage() {
  return <ApprovalsScreen />
}
