/** English: the web sites of the demonstration. */
export default {
  'demo.help.site': 'Heating and water since 1962',
  'demo.help.title': 'Show us what is the matter',
  'demo.help.text': 'Point your camera at the boiler, and somebody who knows it talks you through it.',
  'demo.help.one': 'No hot water',
  'demo.help.oneText': 'Look for the pressure first: between 1 and 2 bar all is well.',
  'demo.help.two': 'A strange noise',
  'demo.help.twoText': 'Air in the pipes sings. Two minutes with a key are enough.',
  'demo.help.three': 'A light blinks',
  'demo.help.threeText': 'Count how often, and call us. We can read it from here.',
  'demo.shop.site': 'Lamps for rooms one lives in',
  'demo.shop.title': 'See it lit before you buy',
  'demo.shop.text': 'Our people stand among the lamps. Have one switched on for you.',
  'demo.shop.one': 'Brass and linen, 1.6 m. € 240',
  'demo.shop.two': 'Blown glass, warm white. € 120',
  'demo.shop.three': 'For desks, dims by touch. € 95',
  'demo.note': 'A page of the demonstration. The company is made up.',
};
