// Stands in for what `build.mjs` defines: few languages and texts, of which the tests know all.

export const __LOADER_TEXTS__ = [
  ["de", "Abholstelle wählen", "Schließen"],
  ["el", "Επιλέξτε σημείο παραλαβής", "Κλείσιμο"],
  ["en", "Choose a service point", "Close"],
  ["fr", "Choisir un point de retrait", "Fermer"],
  ["nl", "Kies een afhaalpunt", "Sluiten"],
  ["pt", "Escolha um ponto de recolha", "Fechar"],
];

export const __LOCALES__ = {
  "ar-XB": "",
  de: "",
  el: "",
  fr: "",
  nl: "",
  pt: "",
};

export const __ENGLISH__ = {
  close: "Close",
  found: { one: "{n} point", other: "{n} points" },
  loader_checking: "Still checking…",
};
