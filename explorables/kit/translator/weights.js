/* The file of the weights has fp16, and fp32 where the build measures or tests. */
import { F16, F32, read as readTensors } from "../weights.js";

export const read = (bytes) => readTensors(bytes, { F16, F32 });
