import * as pulumi from "@pulumi/pulumi";

/** Where a resource stands among the stack's others, each by its type and logical name: `TYPE::NAME`. */
export interface Placement {
    /** Its component; none: it lies at the top. */
    readonly parent?: string;
    /** The provider that makes it, if the program chose one. */
    readonly provider?: string;
    /** Version of the provider that makes it, or that it is. */
    readonly version?: string;
}

/** A request as the SDK sends it to the engine, the part of it that is read here. */
interface Request {
    getParent(): string;
    getProvider(): string;
    getVersion(): string;
}

interface Monitor {
    registerResource: (request: Request, answer: unknown) => unknown;
}

/**
 * Reports each resource's placement just before the mocks get the resource, which they are not told.
 *
 * @param onPlacement is followed by the mocks' `newResource` in the same tick
 */
export function watchPlacements(onPlacement: (placement: Placement) => void): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, answer) => {
        const [parent, provider] = [request.getParent(), request.getProvider()].map(typeAndName);
        const version = request.getVersion();
        onPlacement({
            ...(parent === undefined ? {} : { parent }),
            ...(provider === undefined ? {} : { provider }),
            ...(version === "" ? {} : { version }),
        });
        return register(request, answer);
    };
}

/**
 * Type and name of a URN, `urn:pulumi:STACK::PROJECT::PARENT TYPES$TYPE::NAME`; a provider's id follows its URN.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
 */
function typeAndName(urn: string): string | undefined {
    const [, , types, name] = urn.split("::");
    if (types === undefined || name === undefined) return undefined;
    return `${types.slice(types.lastIndexOf("$") + 1)}::${name}`;
}
