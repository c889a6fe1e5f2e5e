import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { endsSessions, previousMinutes } from '../model/directory-limits.ts'
import { effectOn } from '../model/password-effect.ts'

type Target = Pick<UserDetail, 'passwordState' | 'directory'>

/** What becomes of the password of before; true of the directory that it lives in as well. */
export function usePasswordEffect({ passwordState, directory }: Target): string {
  const { t } = useTranslation()
  const effect = effectOn(passwordState)
  const minutes = previousMinutes({ directory })
  return effect === 'unusable' || minutes === 0
    ? t(`reissue.effect.${effect}`)
    : t(`directory.effect.${effect}`, { count: minutes })
}

/** The same for the confirmation, with what becomes of the sessions that are open. */
export function ConfirmedEffect({ passwordState, directory }: Target) {
  const { t } = useTranslation()
  const effect = effectOn(passwordState)
  const ofPassword = usePasswordEffect({ passwordState, directory })
  const keepsAll = endsSessions({ directory }) && previousMinutes({ directory }) === 0
  if (keepsAll || effect === 'unusable') return t(`reissue.confirmEffect.${effect}`)
  return (
    <>
      {ofPassword}
      <span className="notice-next">
        {t(endsSessions({ directory }) ? 'directory.sessionsEnd' : 'directory.sessionsStay')}
      </span>
    </>
  )
}
