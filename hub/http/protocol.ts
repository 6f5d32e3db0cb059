/** Version of the hub's outer interfaces; raised when a caller of the version before could no longer follow. */
export const protocolVersion = 1;
