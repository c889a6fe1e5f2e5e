import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../../../src-shared/ipc/contract.ts'
import { UpdateLine } from './update-line.tsx'

export function AboutCard({ info }: { readonly info: AppInfo }) {
  const { t } = useTranslation()
  return (
    <section className="card stack" aria-labelledby="about-title">
      <h3 id="about-title" className="card-heading">
        {t('settings.about')}
      </h3>
      <dl className="facts">
        <dt>{t('settings.version')}</dt>
        <dd className="code">{info.version}</dd>
        <dt>{t('settings.host')}</dt>
        <dd>{t(`settings.hosts.${info.host}`)}</dd>
      </dl>
      <UpdateLine />
    </section>
  )
}
