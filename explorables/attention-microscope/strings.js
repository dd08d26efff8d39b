import { strings } from "../kit/words.js";
import texts from "./strings.json"; // of the bundle's language

export const t = strings(texts);
