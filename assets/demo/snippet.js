// The snippet that says in HTML what is chosen in the configurator, and what the choices mean for a picker.

const LOADER = new URL("picker.js", location.href).href;
export const PROXY = new URL(LOADER).origin;
export const FALLBACK =
  "Service points cannot be shown right now. Please choose home delivery.";
/** Where a shop's template writes the name of the cart. */
const PLACEHOLDER = "RANDOM-NAME-OF-THIS-CART";
export const ADDRESS = [
  "country",
  "street",
  "house-number",
  "postal-code",
  "city",
];
/** Attributes that `open()` takes too, in camel case. */
export const SETTINGS = [
  ...ADDRESS,
  "carriers",
  "shop-types",
  "reference",
  "lang",
  "theme",
  "map",
];
/** Attributes of an element that stands in a form. */
export const OF_THE_FORM = ["required", "preset", "field-names"];
/** Custom properties, each with the option that is a number of pixels. */
const LENGTHS = {
  "--spp-font-size": "font-size",
  "--spp-radius": "radius",
  "--spp-height": "height",
  "--spp-list-width": "list-width",
};
const [BLACK, WHITE] = ["#000000", "#ffffff"];
/** The picker's own backgrounds, by theme. */
const GROUNDS = { light: WHITE, dark: "#161b22" };
/** What the form posts of a selection that the page's own script asked for. */
export const OWN_FIELDS = {
  service_point_id: "service_point_id",
  to_post_number: "to_post_number",
  carrier: "carrier",
  service_point_token: "token",
};

// What the choices mean for the picker.

/** The attributes, in the order in which they are written. */
export function attributesOf(choices, reference) {
  const attributes = {};
  if (choices.embedding === "dialog") attributes.mode = "dialog";
  for (const name of [...SETTINGS, ...OF_THE_FORM]) {
    if (!choices[name]) continue;
    attributes[name] = choices[name];
  }
  if (attributes.reference) attributes.reference = reference;
  if (attributes.required) attributes.required = "";
  return attributes;
}

/** The same for `ServicePointPicker.open()`. */
export function optionsOf(choices, reference) {
  const given = {};
  for (const name of SETTINGS) {
    if (!choices[name]) continue;
    const option = name.replace(/-./g, ([, letter]) => letter.toUpperCase());
    given[option] = choices[name];
  }
  if (given.reference) given.reference = reference;
  if (choices.heading) given.messages = { heading: choices.heading };
  return given;
}

/** Custom properties with their values. A colour brings those that have to go with it. */
function propertiesOf(choices) {
  const { text, background, accent } = choices;
  const properties = {};
  if (choices["own-ground"]) {
    const shade = (part) => mix(text, background, part);
    properties["--spp-color-text"] = text;
    properties["--spp-color-muted"] = shade(0.75);
    properties["--spp-color-background"] = background;
    properties["--spp-color-surface"] = shade(0.06);
    properties["--spp-color-border"] = shade(0.25);
    properties["--spp-color-focus"] = text;
    const mark = choices["own-accent"] ? accent : text;
    properties["--spp-color-selected"] = mix(mark, background, 0.1);
  }
  if (choices["own-accent"]) {
    const isLight = contrast(accent, BLACK) > contrast(accent, WHITE);
    properties["--spp-color-accent"] = accent;
    properties["--spp-color-on-accent"] = isLight ? BLACK : WHITE;
    properties["--spp-color-marker"] = accent;
  }
  if (choices.font) properties["--spp-font-family"] = choices.font;
  for (const [property, name] of Object.entries(LENGTHS)) {
    if (choices[name]) properties[property] = `${choices[name]}px`;
  }
  return properties;
}

/** Red, green and blue, 0 to 255, of what a colour input says. */
function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

/** So much of one colour over another. */
function mix(one, other, part) {
  const below = channels(other);
  const mixed = channels(one).map((value, index) =>
    Math.round(value * part + below[index] * (1 - part)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** How far two colours are apart, as WCAG reckons it: 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color) {
  const [red, green, blue] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What is hard to read in the chosen colours, by WCAG's 4.5. */
export function complaintOf(choices) {
  const { text, background, accent, theme } = choices;
  const isOwn = choices["own-ground"];
  const muted = mix(text, background, 0.75);
  if (isOwn && contrast(muted, mix(text, background, 0.06)) < 4.5)
    return "Text is hard to read on this background: the contrast of small print is below 4.5.";
  const needed = luminance(background) < 0.18 ? "dark" : "light";
  if (isOwn && theme !== needed)
    return `Choose the theme “${needed}”, too: colours that are not set here, as those of warnings, then suit the background.`;
  if (!choices["own-accent"]) return "";
  const themes = theme ? [theme] : Object.keys(GROUNDS);
  const grounds = isOwn
    ? [["this background", background]]
    : themes.map((name) => [`a ${name} page`, GROUNDS[name]]);
  const hard = grounds.find(([, ground]) => contrast(accent, ground) < 4.5);
  return hard
    ? `Links in this accent colour are hard to read on ${hard[0]}: the contrast is below 4.5.`
    : "";
}

// The snippet.

function escapeAttribute(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;");
}

/** A text or an object as a script may hold it inside of HTML. */
function literal(value) {
  return JSON.stringify(value, null, 2)
    .replaceAll("<", "\\u003c")
    .replace(/^( *)"(\w+)":/gm, "$1$2:");
}

function indent(text, by) {
  return text.replaceAll("\n", `\n${by}`);
}

export function styleOf(choices) {
  const properties = Object.entries(propertiesOf(choices));
  const lines = properties.map(([name, value]) => `    ${name}: ${value};\n`);
  const own = lines.length
    ? `  service-point-picker {\n${lines.join("")}  }\n`
    : "";
  if (choices.embedding === "open") return own;
  const height =
    choices.embedding === "dialog" ? "44px" : `${choices.height || 560}px`;
  return `${own}  @media (scripting: enabled) {
    /* Until the picker is there: room for it, without the text inside. */
    service-point-picker:not(:defined) {
      display: block;
      height: ${height};
    }
    service-point-picker:not(:defined) > * {
      display: none;
    }
  }
`;
}

export function snippetOf(choices, digest) {
  const parts = [
    `<script src="${LOADER}" async${pinOf(choices, digest)}></script>\n`,
  ];
  const style = styleOf(choices);
  if (style) parts.push(`<style>\n${style}</style>\n`);
  if (choices.reference)
    parts.push(
      `<!-- ${PLACEHOLDER}: random, one for each cart, the same as long as the cart is. -->\n`,
    );
  if (choices.embedding === "open") parts.push(buttonOf(choices));
  else parts.push(elementOf(choices));
  return parts.join("");
}

function pinOf(choices, digest) {
  return choices.pin && digest
    ? ` integrity="${escapeAttribute(digest)}" crossorigin="anonymous"`
    : "";
}

function elementOf(choices) {
  const attributes = Object.entries(attributesOf(choices, PLACEHOLDER)).map(
    ([name, value]) =>
      value ? `\n  ${name}="${escapeAttribute(value)}"` : `\n  ${name}`,
  );
  const element = `<service-point-picker${attributes.join("")}${attributes.length ? "\n" : ""}>
  <p>${FALLBACK}</p>
</service-point-picker>
`;
  if (!choices.heading) return element;
  const messages = indent(literal({ heading: choices.heading }), "  ");
  return `${element}<script>
  document.querySelector("service-point-picker").messages = ${messages};
</script>
`;
}

function buttonOf(choices) {
  const inputs = Object.keys(OWN_FIELDS).map(
    (name) => `<input type="hidden" name="${name}" />\n`,
  );
  const values = Object.entries(OWN_FIELDS).map(
    ([name, member]) => `        ${name}: selection.${member},\n`,
  );
  const given = indent(literal(optionsOf(choices, PLACEHOLDER)), "      ");
  return `<button type="button" id="choose-point">Choose a service point</button>
<p id="chosen-point" role="status"></p>
${inputs.join("")}<script type="module">
  const button = document.querySelector("#choose-point");
  button.addEventListener("click", async () => {
    const chosen = document.querySelector("#chosen-point");
    try {
      const selection = await ServicePointPicker.open(${given});
      if (!selection) return; // Closed without a choice.
      chosen.textContent = selection.service_point.name;
      const values = {
${values.join("")}      };
      for (const [name, value] of Object.entries(values)) {
        button.form.elements[name].value = value ?? "";
      }
    } catch {
      chosen.textContent = ${literal(FALLBACK)};
    }
  });
</script>
`;
}
