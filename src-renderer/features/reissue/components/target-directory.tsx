import { Info20Regular } from '@fluentui/react-icons/svg/info'
import { useTranslation } from 'react-i18next'
import type { UserDirectory } from '../../../../src-shared/api/users.ts'
import { listLimits } from '../model/directory-limits.ts'

/** Where the password lives, if not with the server, and what a reissue does not do there: said before, not pretended. */
export function TargetDirectory({ directory }: { readonly directory: UserDirectory }) {
  const { t } = useTranslation()
  const limits = listLimits(directory)
  return (
    <div className="target-directory">
      <Info20Regular aria-hidden />
      <div className="stack-tight">
        <h3 className="target-directory-name">
          {t('directory.title')}
          <span>{t(`directory.kind.${directory.kind}`)}</span>
        </h3>
        {limits.length > 0 && (
          <ul>
            {limits.map((limit) => (
              <li key={limit}>{t(`directory.${limit}`, { count: directory.previousPasswordMinutes })}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
