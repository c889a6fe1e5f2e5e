// What a Content Security Policy forbids is tried here, in the page's own code: a test runner's evaluations may do more.
const attempts = { violations: [] }
document.addEventListener('securitypolicyviolation', (event) => attempts.violations.push(event.effectiveDirective))
try {
  // oxlint-disable-next-line typescript/no-implied-eval -- what the policy must refuse
  new Function('return 1')()
  attempts.eval = 'ran'
} catch (error) {
  attempts.eval = error.name
}
const inline = document.createElement('script')
inline.textContent = 'window.inlineRan = true'
document.body.append(inline)
attempts.foreign = await fetch('https://example.com/').then(
  () => 'answered',
  (error) => error.name,
)
attempts.missing = (await fetch('nothing-here.js')).status
attempts.escape = (await fetch('/..%2f..%2fmain.mjs')).status
attempts.posted = await fetch('/echo', { method: 'POST', body: 'äöü' }).then((response) => response.text())
window.attempts = attempts
document.getElementById('state').textContent = 'ready'
