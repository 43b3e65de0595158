/** Spanish: los sitios web de la demostración. */
export default {
  'demo.help.site': 'Calefacción y agua desde 1962',
  'demo.help.title': 'Enséñenos qué ocurre',
  'demo.help.text': 'Apunte la cámara a la caldera, y alguien que la conoce le guía paso a paso.',
  'demo.help.one': 'Sin agua caliente',
  'demo.help.oneText': 'Mire primero la presión: entre 1 y 2 bar todo va bien.',
  'demo.help.two': 'Un ruido extraño',
  'demo.help.twoText': 'El aire en los tubos canta. Bastan dos minutos con una llave.',
  'demo.help.three': 'Parpadea una luz',
  'demo.help.threeText': 'Cuente cuántas veces y llámenos. Lo leemos desde aquí.',
  'demo.shop.site': 'Lámparas para habitaciones donde se vive',
  'demo.shop.title': 'Véala encendida antes de comprar',
  'demo.shop.text': 'Nuestra gente está entre las lámparas. Pida que le enciendan una.',
  'demo.shop.one': 'Latón y lino, 1,6 m. 240 €',
  'demo.shop.two': 'Vidrio soplado, blanco cálido. 120 €',
  'demo.shop.three': 'Para el escritorio, se atenúa al tacto. 95 €',
  'demo.note': 'Una página de la demostración. La empresa es inventada.',
};
