import { resourceOf } from "../accountDetails";

/** The trust class in a user's path; whatever is not nonprod counts as prod. */
export const trustClassOf = (arn: string): "nonprod" | "prod" =>
    resourceOf(arn).includes("/nonprod/") ? "nonprod" : "prod";
