import { Button } from '@fluentui/react-components'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorReference } from '../components/error-reference.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

/** Never a blank screen: a fault in a screen is told, and the screen can be opened again. React offers this to classes only. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override readonly state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <Crashed onRetry={() => this.setState({ failed: false })} />
  }
}

function Crashed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <main className="single-page" role="alert">
      <h1 className="page-heading">{t('app.crashedTitle')}</h1>
      <p>{t('app.crashedText')}</p>
      <ErrorReference error={{ code: 'app_error', traceId: '-' }} />
      <div>
        <Button appearance="primary" onClick={onRetry}>
          {t('app.crashedRetry')}
        </Button>
      </div>
    </main>
  )
}
