import Crypto
import CryptoExtras
import Foundation
import SemperCryptography

/// How many blind signatures a second this machine could make if it did nothing else, by processor time.
struct SigningLimits {
  let cores = ProcessInfo.processInfo.activeProcessorCount
  /// On one core, in `openssl speed`.
  let openSSL: Double
  /// On one core, through swift-crypto.
  let boringSSL: Double
  /// `BlindSigningKey` on one core, checking each signature as it does for the mint.
  let own: Double

  var boringSSLAllCores: Double { boringSSL * Double(cores) }
  var openSSLAllCores: Double { openSSL * Double(cores) }

  init(bits: Int) throws {
    openSSL = try OpenSSLSpeed.rates("rsa\(bits)").sign
    let key = try BlindSigningKey(bits: bits)
    // The same message every time: both libraries blind their base afresh and take no short cut.
    let message = [0] + [UInt8](repeating: 0x5A, count: bits / 8 - 1)
    own = try Loop(rounds: 3).rate { _ = try key.sign(message) }.median
    let boring = try _RSA.BlindSigning.PrivateKey<SHA384>(
      derRepresentation: key.derRepresentation(), parameters: .RSABSSA_SHA384_PSSZERO_Deterministic)
    boringSSL = try Loop(rounds: 3).rate { _ = try boring.blindSignature(for: message) }.median
  }
}
