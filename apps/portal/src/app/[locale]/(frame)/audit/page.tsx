import { getTranslations } from 'next-intl/server'
import { AuditScreen } from '../../../../features/audit/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('audit'))('title') }
}

export default function AuditPage() {
  return <AuditScreen />
}
