/**
 * The majors that Electron supports: the newest three, a new one every eight weeks (E16). To be brought up to date with
 * `npm view electron dist-tags.latest` at every release (docs/releasing.md).
 */
export const supportedElectronMajors = [45, 44, 43]
