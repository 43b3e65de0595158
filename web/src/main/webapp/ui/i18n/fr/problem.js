/** French: pages that are not there. */
export default {
  'problem.missing.title': 'Il n’y a rien ici',
  'problem.missing.text': 'L’adresse est peut-être mal écrite ou incomplète, ou la page a été déplacée. Si un lien vous a amené ici, demandez-en un nouveau à la personne qui l’a envoyé.',
  'problem.unclear.title': 'Cela ne nous est pas bien parvenu',
  'problem.unclear.text': 'Cette adresse ne répond pas à une telle demande. Revenez en arrière et réessayez.',
  'problem.failed.title': 'Une erreur s’est produite de notre côté',
  'problem.failed.text': 'Ce n’est pas de votre faute, et nous en avons pris note. Réessayez dans un instant.',
  'problem.home': 'Aller à l’accueil',
};
