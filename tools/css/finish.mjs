// Last step of the stylesheet: shorter names of custom properties, no fallbacks, the licence line.
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const made = readFileSync("app.out.css", "utf8")
  .replaceAll(/var\((--govuk-[a-z-]+), [^()]+\)/g, "var($1)")
  .replaceAll(/:root\{--govuk-(?:breakpoint|frontend)[^}]*\}/g, "")
  .replaceAll(/--govuk-([a-z-]+)-colour/g, "--$1");
const licence = "/*! Built on govuk-frontend 6.6.0 (MIT), see licences/govuk-frontend.txt. Source: tools/css */\n";
writeFileSync("../../static/app.css", licence + made);
rmSync("app.out.css");
