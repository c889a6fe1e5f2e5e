import { useTranslation } from 'react-i18next'
import type { CertificateView } from '../../../../src-shared/ipc/server-schema.ts'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { Fingerprint } from './fingerprint.tsx'

interface CertificateFactsProps {
  readonly certificate: CertificateView
  /** The one that was trusted until now, when it is another. */
  readonly previousFingerprint?: string | null
}

/** A server’s certificate as a person compares it. */
export function CertificateFacts({ certificate, previousFingerprint = null }: CertificateFactsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const day = (at: string) => formatShortInstant(at, Intl.DateTimeFormat().resolvedOptions().timeZone, language)
  return (
    <dl className="facts" aria-label={t('certificate.title')}>
      <dt>{t('certificate.subject')}</dt>
      <dd>{certificate.subject}</dd>
      <dt>{t('certificate.issuer')}</dt>
      <dd>
        {certificate.issuer} <span className="quiet">({t(`certificate.trustedBy.${certificate.trust}`)})</span>
      </dd>
      <dt>{t('certificate.validity')}</dt>
      <dd>{`${day(certificate.validFrom)} – ${day(certificate.validTo)}`}</dd>
      {previousFingerprint !== null && (
        <FingerprintFact label={t('certificate.previous')} fingerprint={previousFingerprint} />
      )}
      <FingerprintFact
        label={previousFingerprint === null ? t('certificate.fingerprint') : t('certificate.presented')}
        fingerprint={certificate.fingerprint}
      />
    </dl>
  )
}

function FingerprintFact({ label, fingerprint }: { readonly label: string; readonly fingerprint: string }) {
  return (
    <>
      <dt className="whole-row">{label}</dt>
      <dd className="whole-row">
        <Fingerprint value={fingerprint} />
      </dd>
    </>
  )
}
