import { useEffect, useState } from 'react'
import { useLanguage } from '../../../lib/use-language.ts'
import { findLocalVoice } from '../model/local-voice.ts'

/** Undefined where the system has no speech at all. */
const findSynthesis = (): SpeechSynthesis | undefined => window.speechSynthesis

/**
 * Says texts with a voice of this machine; `speak` is undefined when it has none. Falls silent when what uses it goes:
 * covered, locked, left.
 */
export function useSpeech(): { readonly speak: ((text: string) => void) | undefined } {
  const language = useLanguage()
  const [voice, setVoice] = useState<SpeechSynthesisVoice>()
  useEffect(() => {
    const synthesis = findSynthesis()
    if (!synthesis) return undefined
    const choose = () => setVoice(findLocalVoice(synthesis.getVoices(), language))
    choose()
    // Voices are found out after the page has loaded.
    synthesis.addEventListener('voiceschanged', choose)
    return () => {
      synthesis.removeEventListener('voiceschanged', choose)
      synthesis.cancel()
    }
  }, [language])
  if (!voice) return { speak: undefined }
  return {
    speak: (text) => {
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.voice = voice
      utterance.lang = voice.lang
      utterance.rate = 0.9
      findSynthesis()?.cancel()
      findSynthesis()?.speak(utterance)
    },
  }
}
