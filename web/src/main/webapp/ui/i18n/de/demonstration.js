/** German: the web sites of the demonstration. */
export default {
  'demo.help.site': 'Heizung und Wasser seit 1962',
  'demo.help.title': 'Zeigen Sie uns, was los ist',
  'demo.help.text': 'Halten Sie die Kamera auf den Kessel, und jemand, der ihn kennt, hilft Ihnen Schritt für Schritt.',
  'demo.help.one': 'Kein warmes Wasser',
  'demo.help.oneText': 'Sehen Sie zuerst nach dem Druck: zwischen 1 und 2 bar ist alles gut.',
  'demo.help.two': 'Ein seltsames Geräusch',
  'demo.help.twoText': 'Luft in den Rohren singt. Zwei Minuten mit einem Schlüssel genügen.',
  'demo.help.three': 'Ein Licht blinkt',
  'demo.help.threeText': 'Zählen Sie, wie oft, und rufen Sie an. Wir können das von hier lesen.',
  'demo.shop.site': 'Lampen für Räume, in denen man lebt',
  'demo.shop.title': 'Sehen Sie sie leuchten, bevor Sie kaufen',
  'demo.shop.text': 'Unsere Leute stehen zwischen den Lampen. Lassen Sie sich eine einschalten.',
  'demo.shop.one': 'Messing und Leinen, 1,6 m. 240 €',
  'demo.shop.two': 'Mundgeblasenes Glas, warmweiß. 120 €',
  'demo.shop.three': 'Für den Schreibtisch, dimmt auf Berührung. 95 €',
  'demo.note': 'Eine Seite der Vorführung. Die Firma ist erfunden.',
};
