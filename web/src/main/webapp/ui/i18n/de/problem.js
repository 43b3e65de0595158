/** German: pages that are not there. */
export default {
  'problem.missing.title': 'Diese Seite gibt es nicht',
  'problem.missing.text': 'Vielleicht ist die Adresse falsch geschrieben oder unvollständig, oder die Seite ist umgezogen. Wenn ein Link Sie hierhergeführt hat, bitten Sie am besten um einen neuen.',
  'problem.unclear.title': 'Das ist nicht richtig bei uns angekommen',
  'problem.unclear.text': 'Diese Adresse beantwortet eine solche Anfrage nicht. Bitte gehen Sie zurück und versuchen Sie es noch einmal.',
  'problem.failed.title': 'Bei uns ist etwas schiefgegangen',
  'problem.failed.text': 'Es liegt nicht an Ihnen, und wir haben es notiert. Bitte versuchen Sie es gleich noch einmal.',
  'problem.home': 'Zur Startseite',
};
