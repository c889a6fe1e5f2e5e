import { Field, Input } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { useCheckServer } from '../api/check-server.ts'
import { useConnectServer } from '../api/connect-server.ts'
import { CheckResult } from './check-result.tsx'

/** The address, テスト, and what follows from its result. Another address makes the result void. */
export function ConnectForm({ initialAddress }: { readonly initialAddress: string }) {
  const { t } = useTranslation()
  const check = useCheckServer()
  const connect = useConnectServer()
  const [address, setAddress] = useState(initialAddress)
  const [isMissing, setIsMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])

  const submit = () => {
    connect.reset()
    setIsMissing(address.trim() === '')
    if (address.trim() === '') return input.current?.focus()
    if (!check.isPending) check.mutate(address)
    return undefined
  }
  const change = (value: string) => {
    setAddress(value)
    check.reset()
    connect.reset()
  }

  return (
    <div className="stack">
      <DeskForm onSubmit={submit}>
        <Field
          label={t('firstStart.address')}
          hint={t('firstStart.addressHint')}
          validationMessage={isMissing ? t('firstStart.missingAddress') : null}
        >
          {(control) => (
            <div className="address-row">
              <Input
                {...control}
                ref={(element: HTMLInputElement | null) => void (input.current = element)}
                className="code"
                value={address}
                onChange={(_, data) => change(data.value)}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                inputMode="url"
                maxLength={500}
              />
              <SubmitButton
                label={t('firstStart.check')}
                pendingLabel={t('firstStart.checking')}
                pending={check.isPending}
                primary={check.data?.outcome !== 'usable'}
              />
            </div>
          )}
        </Field>
      </DeskForm>
      {check.isError && <ErrorNotice reason={check.error} />}
      {check.data && (
        <CheckResult
          check={check.data}
          // The page goes as soon as it is done.
          isConnecting={connect.isPending || connect.isSuccess}
          onConnect={(trustedFingerprint) =>
            connect.mutate({
              url: check.data.url,
              ...(trustedFingerprint === undefined ? {} : { trustedFingerprint }),
            })
          }
        />
      )}
      {connect.isError && <ErrorNotice reason={connect.error} />}
    </div>
  )
}
