import { Button } from '@fluentui/react-components'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorReference } from '../components/error-reference.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { FirstAppearance } from './appearance.tsx'

interface ErrorBoundaryProps {
  /** Around all that gives the page its language and colours: a fault is told in the first ones. */
  readonly isOutermost?: boolean
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
    const { isInFrame = false, isOutermost = false } = this.props
    const crashed = <Crashed isInFrame={isInFrame} onRetry={() => this.setState({ failed: false })} />
    return isOutermost ? <FirstAppearance>{crashed}</FirstAppearance> : crashed
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
