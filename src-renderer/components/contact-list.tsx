import { useTranslation } from 'react-i18next'
import type { Contact } from '../../src-shared/errors/catalogue.ts'

/** Whom to call instead: the member's administrators. */
export function ContactList({ contacts }: { readonly contacts: readonly Contact[] }) {
  const { t } = useTranslation()
  return (
    <div className="contacts">
      <span className="contacts-title">{t('error.contacts')}</span>
      <ul>
        {contacts.map((contact) => (
          <li key={`${contact.userName} ${contact.phone ?? ''}`}>
            {contact.userName}{' '}
            {contact.phone === null ? (
              <span className="quiet">{t('error.noPhone')}</span>
            ) : (
              <span className="code">{contact.phone}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
