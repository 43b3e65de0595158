/** English: pages that are not there. */
export default {
  'problem.missing.title': 'There is nothing here',
  'problem.missing.text': 'The address may be misspelt or incomplete, or the page has moved. If a link brought you here, please ask whoever sent it for a new one.',
  'problem.unclear.title': 'That did not reach us in one piece',
  'problem.unclear.text': 'This address does not answer such a request. Please go back and try again.',
  'problem.failed.title': 'Something went wrong on our side',
  'problem.failed.text': 'It is not your fault, and we have made a note of it. Please try again in a moment.',
  'problem.home': 'To the start page',
};
