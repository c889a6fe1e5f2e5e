/** The slip: what is printed for the user. */
export const slip = {
  slip: {
    open: 'Slip',
    title: 'Make a slip',
    lead: 'A sheet for {{userName}} with the login ID, the validity and what to do.',
    paper: 'Paper',
    papers: { A4: 'A4', A5: 'A5' },
    language: 'Language of the slip',
    languages: { ja: '日本語', en: 'English' },
    withPassword: 'Print the temporary password',
    withPasswordHint: 'Give the printed sheet to the person directly.',
    notAllowed:
      'Your organisation does not allow the temporary password on a slip. Boxes to write it in are printed instead.',
    notThere:
      'The temporary password can be printed only while the screen after the reissue shows it. Boxes to write it in are printed instead.',
    notInPdf: 'A PDF never holds the temporary password.',
    preview: 'What will be printed',
    sheet: {
      title: 'Your password has been reissued',
      to: 'For {{userName}}',
      loginId: 'Login ID',
      password: 'Temporary password',
      masked: '●●●● ●●●● ●●●●',
      boxes: '□□□□ □□□□ □□□□ □□□□',
      validUntil: 'Validity',
    },
    print: 'Print',
    printing: 'Printing…',
    save: 'Save as PDF',
    saving: 'Saving…',
    printed: 'The slip has been sent to the printer.',
    saved: 'The slip has been saved as a PDF.',
  },
} as const
