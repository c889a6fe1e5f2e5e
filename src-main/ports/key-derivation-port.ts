/** How much work a guess costs. */
export interface DerivationCost {
  readonly memoryKiB: number
  readonly passes: number
}

/** Makes a key of 32 bytes from a password, slowly on purpose. The password is taken exactly as it was typed. */
export interface KeyDerivationPort {
  deriveKey(password: string, salt: Uint8Array, cost: DerivationCost): Promise<Uint8Array>
}
