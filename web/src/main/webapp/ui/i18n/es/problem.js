/** Spanish: pages that are not there. */
export default {
  'problem.missing.title': 'Aquí no hay nada',
  'problem.missing.text': 'Puede que la dirección esté mal escrita o incompleta, o que la página se haya movido. Si le trajo un enlace, pida uno nuevo a quien se lo envió.',
  'problem.unclear.title': 'No nos ha llegado bien',
  'problem.unclear.text': 'Esta dirección no responde a una solicitud así. Vuelva atrás e inténtelo de nuevo.',
  'problem.failed.title': 'Algo ha fallado por nuestra parte',
  'problem.failed.text': 'No es culpa suya, y lo hemos anotado. Inténtelo de nuevo en un momento.',
  'problem.home': 'Ir al inicio',
};
