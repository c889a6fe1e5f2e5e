import { Button } from '@fluentui/react-components'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorReference } from '../components/error-reference.tsx'
import { PageHeading } from '../components/page-heading.tsx'

interface ErrorBoundaryProps {
  /** The frame around the screens is there, and has the main part of the page. */
  readonly isInFrame?: boolean
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
    return <Crashed isInFrame={this.props.isInFrame === true} onRetry={() => this.setState({ failed: false })} />
  }
}

interface CrashedProps {
  readonly isInFrame: boolean
  readonly onRetry: () => void
}

function Crashed({ isInFrame, onRetry }: CrashedProps) {
  const { t } = useTranslation()
  const Part = isInFrame ? 'section' : 'main'
  return (
    <Part className="single-page">
      <div className="stack" role="alert">
        <PageHeading>{t('app.crashedTitle')}</PageHeading>
        <p>{t('app.crashedText')}</p>
        <ErrorReference error={{ code: 'app_error', traceId: '-' }} />
      </div>
      <div>
        <Button appearance="primary" onClick={onRetry}>
          {t('app.crashedRetry')}
        </Button>
      </div>
    </Part>
  )
}
