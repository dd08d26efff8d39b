/* The rows that both vocabularies begin with, as in the script. */
export const [PAD, SOS, EOS, UNK] = [0, 1, 2, 3];
export const SPECIALS = 4; // how many they are
