/**
 * The part of the Chrome DevTools Protocol that the host speaks
 * (https://chromedevtools.github.io/devtools-protocol/tot/). Typed by hand: it is small, and reading it says what the
 * host asks of a browser.
 */
export interface Bounds {
  left?: number
  top?: number
  width?: number
  height?: number
  windowState?: 'normal' | 'minimized' | 'maximized' | 'fullscreen'
}
export interface HeaderEntry {
  name: string
  value: string
}
export interface PageFrame {
  id: string
  parentId?: string
  loaderId: string
  name?: string
  url: string
  urlFragment?: string
  unreachableUrl?: string
}
export interface PausedRequest {
  requestId: string
  frameId: string
  resourceType: string
  redirectedRequestId?: string
  request: {
    url: string
    method: string
    headers: Record<string, string>
    hasPostData?: boolean
    postDataEntries?: { bytes?: string }[]
  }
}
interface Evaluated {
  result: { value?: unknown }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}
interface Call<P, R = object> {
  params: P
  result: R
}

export interface Commands {
  'Browser.close': Call<object>
  'Browser.getVersion': Call<object, { product: string; userAgent: string }>
  'Browser.getWindowForTarget': Call<object, { windowId: number; bounds: Bounds }>
  'Browser.getWindowBounds': Call<{ windowId: number }, { bounds: Bounds }>
  'Browser.setWindowBounds': Call<{ windowId: number; bounds: Bounds }>
  'Browser.setPermission': Call<{
    permission: { name: string }
    setting: 'granted' | 'denied'
    origin: string
    browserContextId?: string
  }>
  'Emulation.setDefaultBackgroundColorOverride': Call<{ color: { r: number; g: number; b: number; a: number } }>
  'Emulation.setScriptExecutionDisabled': Call<{ value: boolean }>
  'Emulation.setEmulatedMedia': Call<{ features: { name: string; value: string }[] }>
  'Fetch.enable': Call<{ patterns: { urlPattern: string; resourceType?: string }[] }>
  'Fetch.continueRequest': Call<{ requestId: string }>
  'Fetch.failRequest': Call<{ requestId: string; errorReason: 'Aborted' | 'Failed' | 'BlockedByClient' }>
  'Fetch.fulfillRequest': Call<{
    requestId: string
    responseCode: number
    responsePhrase?: string
    responseHeaders: HeaderEntry[]
    body: string
  }>
  'HeapProfiler.takeHeapSnapshot': Call<{ reportProgress: false }>
  'Page.addScriptToEvaluateOnNewDocument': Call<{ source: string; worldName?: string }>
  'Page.bringToFront': Call<object>
  'Page.captureScreenshot': Call<{ format: 'png' }, { data: string }>
  'Page.close': Call<object>
  'Page.crash': Call<object>
  'Page.enable': Call<object>
  'Page.handleJavaScriptDialog': Call<{ accept: boolean }>
  'Page.navigate': Call<{ url: string }, { errorText?: string }>
  'Page.printToPDF': Call<Record<string, unknown>, { data: string }>
  'Page.reload': Call<object>
  'Page.resetNavigationHistory': Call<object>
  'Page.setDownloadBehavior': Call<{ behavior: 'deny' }>
  'Page.setLifecycleEventsEnabled': Call<{ enabled: boolean }>
  'Runtime.addBinding': Call<{ name: string; executionContextName: string }>
  'Runtime.enable': Call<object>
  'Runtime.evaluate': Call<
    {
      expression: string
      contextId?: number
      awaitPromise?: boolean
      returnByValue?: boolean
      silent?: boolean
      userGesture?: boolean
    },
    Evaluated
  >
  'Runtime.runIfWaitingForDebugger': Call<object>
  'Runtime.setMaxCallStackSizeToCapture': Call<{ size: number }>
  'Storage.clearDataForOrigin': Call<{ origin: string; storageTypes: string }>
  'Target.closeTarget': Call<{ targetId: string }>
  'Target.createBrowserContext': Call<{ disposeOnDetach: boolean }, { browserContextId: string }>
  'Target.createTarget': Call<
    Bounds & { url: string; newWindow: boolean; background?: boolean; browserContextId: string }
  >
  'Target.setAutoAttach': Call<{ autoAttach: boolean; waitForDebuggerOnStart: boolean; flatten: boolean }>
}

export interface TargetInfo {
  targetId: string
  type: string
  title: string
  url: string
  openerId?: string
  browserContextId?: string
}

export interface Events {
  'Fetch.requestPaused': PausedRequest
  'HeapProfiler.addHeapSnapshotChunk': { chunk: string }
  'Inspector.targetCrashed': object
  'Page.downloadWillBegin': { frameId: string; guid: string; url: string; suggestedFilename: string }
  'Page.frameAttached': { frameId: string; parentFrameId: string }
  'Page.frameDetached': { frameId: string; reason: 'remove' | 'swap' }
  'Page.frameNavigated': { frame: PageFrame }
  'Page.frameStartedLoading': { frameId: string }
  'Page.javascriptDialogOpening': { type: string }
  'Page.lifecycleEvent': { frameId: string; loaderId: string; name: string }
  'Page.navigatedWithinDocument': { frameId: string; url: string }
  'Page.windowOpen': { url: string; windowName: string; windowFeatures: string[] }
  'Runtime.bindingCalled': { name: string; payload: string; executionContextId: number }
  'Runtime.consoleAPICalled': {
    type: string
    args: { type: string; value?: unknown; description?: string }[]
  }
  'Runtime.executionContextCreated': { context: { id: number; name: string; auxData?: { frameId?: string } } }
  'Runtime.executionContextDestroyed': { executionContextId: number }
  'Runtime.executionContextsCleared': object
  'Target.attachedToTarget': { sessionId: string; targetInfo: TargetInfo; waitingForDebugger: boolean }
  'Target.detachedFromTarget': { sessionId: string }
}
