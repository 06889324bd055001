import { getTranslations } from 'next-intl/server'
import { OrderScreen } from '../../../../../../features/coop/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('coop.orders'))('order') }
}

export default async function OrderPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <OrderScreen id={(await params).id} />
}
