import SemperCryptography
public import SemperModel

/// Whom a wallet lets vouch for a mint's key lists. Nobody else counts, whatever the mint says.
public struct AuditorTrust: Sendable {
  private enum Basis: Sendable {
    case keys(Set<Thumbprint>)
    case roots([[UInt8]])
  }

  private let basis: Basis

  /// Auditors that are known by their keys.
  public static func keys(_ keys: [PublicKey]) -> AuditorTrust {
    AuditorTrust(basis: .keys(Set(keys.map(\.thumbprint))))
  }

  /// Auditors that a trusted authority has certified as such.
  ///
  /// - Parameter roots: certificates of authorities (DER), from the home's trust list.
  public static func certified(by roots: [[UInt8]]) -> AuditorTrust { AuditorTrust(basis: .roots(roots)) }

  /// Refuses with `untrusted`, or as certificates are refused, the word of anybody else.
  func verify(
    _ signed: SignedStatement, at time: Timestamp
  ) throws(Refusal) -> VerifiedStatement<MintKeysAudit> {
    let word = try VerifiedStatement<MintKeysAudit>(verifying: signed, keys: KeySet())
    switch basis {
    case .keys(let known):
      guard known.contains(word.content.auditor.thumbprint) else {
        throw Refusal(.untrusted, blame: .provider, "the mint's key list is signed by an auditor unknown here")
      }
    case .roots(let roots):
      let verifier: CertificateVerifier
      do {
        verifier = try CertificateVerifier(policy: CertificatePolicy(roots: roots, role: .auditor, time: time))
      } catch {
        throw Refusal(.untrusted, blame: .us, "this home's trust list holds no usable authority: \(error)")
      }
      let chain = signed.signatures.first?.header.certificates ?? []
      // For the key that has signed: with another certificate the statement is not verified.
      _ = try verifier.verdict(on: chain).identity()
    }
    return word
  }
}
