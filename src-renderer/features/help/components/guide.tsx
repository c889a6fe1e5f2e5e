import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import Markdown, { type Components } from 'react-markdown'
import english from '../../../../docs/user-guide.en.md?raw'
import japanese from '../../../../docs/user-guide.ja.md?raw'
import { useLanguage } from '../../../lib/use-language.ts'
import { readSections, toAnchor } from '../model/guide-outline.ts'
import { findPicture } from '../model/guide-pictures.ts'

const guides = { ja: japanese, en: english } as const
const contentsId = 'guide-contents'

/** The user guide in the language of the page. It is part of the app: no server is asked, nothing is fetched. */
export function Guide() {
  const { t } = useTranslation()
  const text = guides[useLanguage()]
  return (
    <div className="guide">
      <nav className="card guide-contents" aria-labelledby={contentsId}>
        <h2 id={contentsId} tabIndex={-1} className="card-heading">
          {t('help.contents')}
        </h2>
        <ol>
          {readSections(text).map((title) => (
            <li key={title}>
              <SectionLink to={toAnchor(title)}>{title}</SectionLink>
            </li>
          ))}
        </ol>
      </nav>
      {/* No HTML of the text’s own is ever made part of the page. */}
      <Markdown skipHtml components={components}>
        {text}
      </Markdown>
      <p>
        <SectionLink to={contentsId}>{t('help.toTop')}</SectionLink>
      </p>
    </div>
  )
}

/** Goes to a section without changing the page’s address, which stays what it is. */
function SectionLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <button type="button" className="text-button" onClick={() => goTo(to)}>
      {children}
    </button>
  )
}

function goTo(anchor: string): void {
  const heading = document.getElementById(anchor)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}

const components: Components = {
  // The screen has its own.
  h1: () => null,
  h2: ({ children }) => (
    <h2 id={toAnchor(textOf(children))} tabIndex={-1}>
      {children}
    </h2>
  ),
  // Within the guide only: the app opens no address.
  a: ({ href = '', children }) =>
    href.startsWith('#') ? <SectionLink to={decodeURIComponent(href.slice(1))}>{children}</SectionLink> : children,
  img: ({ src, alt = '' }) => {
    const picture = typeof src === 'string' ? findPicture(src) : undefined
    if (picture === undefined) return <span className="quiet">{alt}</span>
    return <img src={picture.url} width={picture.width} height={picture.height} alt={alt} loading="lazy" />
  },
}

/** What a heading says, whatever it is made of. */
const textOf = (children: ReactNode): string => {
  if (typeof children === 'string') return children
  if (Array.isArray(children)) return children.map(textOf).join('')
  return isElement(children) ? textOf(children.props.children) : ''
}

const isElement = (node: ReactNode): node is ReactElement<{ readonly children?: ReactNode }> =>
  typeof node === 'object' && node !== null && 'props' in node
