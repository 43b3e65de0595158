/** French: les sites web de la démonstration. */
export default {
  'demo.help.site': 'Chauffage et eau depuis 1962',
  'demo.help.title': 'Montrez-nous ce qui ne va pas',
  'demo.help.text': 'Pointez la caméra vers la chaudière, et quelqu’un qui la connaît vous guide pas à pas.',
  'demo.help.one': 'Pas d’eau chaude',
  'demo.help.oneText': 'Regardez d’abord la pression : entre 1 et 2 bars, tout va bien.',
  'demo.help.two': 'Un bruit étrange',
  'demo.help.twoText': 'L’air dans les tuyaux chante. Deux minutes avec une clé suffisent.',
  'demo.help.three': 'Un voyant clignote',
  'demo.help.threeText': 'Comptez combien de fois, et appelez-nous. Nous le lisons d’ici.',
  'demo.shop.site': 'Des lampes pour les pièces où l’on vit',
  'demo.shop.title': 'Voyez-la allumée avant d’acheter',
  'demo.shop.text': 'Nos équipes sont parmi les lampes. Faites-en allumer une pour vous.',
  'demo.shop.one': 'Laiton et lin, 1,6 m. 240 €',
  'demo.shop.two': 'Verre soufflé, blanc chaud. 120 €',
  'demo.shop.three': 'Pour le bureau, variateur tactile. 95 €',
  'demo.note': 'Une page de la démonstration. L’entreprise est imaginaire.',
};
