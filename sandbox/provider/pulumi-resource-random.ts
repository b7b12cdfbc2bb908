import { randomProvider } from "./random/provider";
import { serve } from "./serve";

serve(randomProvider);
