import { Button } from '@fluentui/react-components'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeading } from '../../../components/page-heading.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useEscape } from '../../../lib/use-escape.ts'

// Its text, pictures and Markdown are read when somebody asks for them, not at the start.
const Guide = lazy(async () => ({ default: (await import('./guide.tsx')).Guide }))

/** ヘルプ: the user guide, with or without a session, with or without a server. */
export function HelpScreen({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation()
  useEscape(onBack)
  return (
    <section className="stack help-screen">
      <div className="help-head">
        <PageHeading>{t('help.title')}</PageHeading>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </div>
      <Suspense fallback={<SkeletonRows count={6} label={t('help.loading')} />}>
        <Guide />
      </Suspense>
    </section>
  )
}
