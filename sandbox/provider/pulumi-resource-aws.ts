import { awsProvider } from "./aws/provider";
import { serve } from "./serve";

serve(awsProvider(process.env));
