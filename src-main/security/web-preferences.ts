/** How the page is run: isolated, sandboxed, without Node, spell checker or storage on disk (E2–E11, E43). */
export const webPreferences = Object.freeze({
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // No `persist:` prefix: nothing of the page, form fields included, ever reaches the disk.
  partition: 'desk',
})
