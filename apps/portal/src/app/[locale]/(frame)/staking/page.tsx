import { getTranslations } from 'next-intl/server'
import { StakingScreen } from '../../../../features/staking/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('staking'))('title') }
}

export default function StakingPage() {
  return <StakingScreen />
}
