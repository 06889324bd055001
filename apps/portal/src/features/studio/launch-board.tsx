'use client'
import { CampaignSection } from './campaign-section.tsx'
import { FeedbackSection } from './feedback-section.tsx'
import { RoadmapSection } from './roadmap-section.tsx'

/** How studio and players speak with each other: what players say, campaigns, and what could come next. */
export function LaunchBoard() {
  return (
    <>
      <FeedbackSection />
      <CampaignSection />
      <RoadmapSection />
    </>
  )
}
