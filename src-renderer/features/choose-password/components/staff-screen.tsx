import { Button } from '@fluentui/react-components'
import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { useTranslation } from 'react-i18next'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useLogOut } from '../../../lib/use-log-out.ts'

/** Where staff end: there is nothing for them in this app; with `hasChosen` the portal accepts their new password now. */
export function StaffScreen({ hasChosen }: { readonly hasChosen: boolean }) {
  const { t } = useTranslation()
  const logOut = useLogOut()
  return (
    <section className="stack narrow">
      <PageHeading>{hasChosen ? t('staff.chosenTitle') : t('staff.title')}</PageHeading>
      {hasChosen ? (
        <>
          <div className="success-line">
            <CheckmarkCircle24Filled aria-hidden />
            <strong>{t('staff.chosenText')}</strong>
          </div>
          <p className="quiet">{t('staff.chosenNote')}</p>
        </>
      ) : (
        <>
          <p>{t('staff.text')}</p>
          <p>{t('staff.lostText')}</p>
        </>
      )}
      <div>
        <Button appearance="primary" onClick={() => logOut.mutate()}>
          {t('shell.logOut')}
        </Button>
      </div>
    </section>
  )
}
