// The page to ask on: YASGUI over this server's own endpoint, and the questions that are kept with kg in a menu.
// Nothing here asks another server: the completers that would (prefixes, properties, classes) are replaced or off.
"use strict";

const configuration = JSON.parse(document.getElementById("configuration").textContent);
const endpoint = new URL(configuration.endpoint, document.baseURI).href;

function completeOffline() {
  const known = Object.entries(configuration.prefixes).map(([name, namespace]) => `${name}: <${namespace}>`).sort();
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.forkAutocompleter("prefixes", {
    name: "prefixes-of-kg",
    persistenceId: null,
    get: () => Promise.resolve(known),
  });
}

function open() {
  Yasgui.Yasqe.defaults.value = configuration.questions.find((question) => question.name === "who-did-what").sparql;
  return new Yasgui(document.getElementById("yasgui"), {
    persistenceId: "kg",
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    requestConfig: { endpoint },
    yasr: { prefixes: configuration.prefixes },
  });
}

function offerQuestions(yasgui) {
  const menu = document.getElementById("questions");
  for (const question of configuration.questions) {
    menu.add(new Option(question.words, question.name));
  }
  menu.addEventListener("change", () => {
    const question = configuration.questions.find((each) => each.name === menu.value);
    menu.value = "";
    if (question) {
      const tab = yasgui.addTab(true, { name: question.name, yasqe: { value: question.sparql } });
      yasgui.selectTabId(tab.getId());
      tab.query().catch(() => {}); // what went wrong is shown in the tab
    }
  });
}

completeOffline();
globalThis.yasgui = open();
offerQuestions(globalThis.yasgui);
