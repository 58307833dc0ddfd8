import SemperCryptography

/// How hard it is to guess a passphrase from a stolen file. Stored, as numbers, beside what it protects.
public struct PassphraseStrength: Sendable, Equatable {
  let cost: KeyDerivation.PassphraseCost

  /// For what people choose: 64 MiB and a good part of a second for each guess (scrypt, N = 2^16, r = 8).
  public static let standard = PassphraseStrength(cost: KeyDerivation.PassphraseCost())

  /// For random keys, which nobody guesses, and for tests (N = 2^10).
  public static let quick = PassphraseStrength(cost: KeyDerivation.PassphraseCost(rounds: 1 << 10))
}
