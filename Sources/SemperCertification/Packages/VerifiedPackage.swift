public import SemperCryptography
public import SemperModel

/// A package that is the one asked for, signed by a seller that is known, with exactly the legal texts that its terms name.
/// It cannot be decoded. Whether the terms are fair is another question: `EvaluationVerifier` has the answer.
public struct VerifiedPackage: Hashable, Sendable {
  public let package: UnverifiedPackage
  /// The seller's key.
  public let seller: PublicKey
  /// What the seller is certified as; `nil` for one whose key was known.
  public let identity: CertifiedIdentity?

  public var service: Digest { package.service }

  /// Refuses with blame on the peer: `notAsListed` (another service, or legal texts that are not those of the terms),
  /// `wrongSigner`, `untrusted`, `expired`, `badSignature`.
  public init(verifying package: UnverifiedPackage, by policy: PackagePolicy) throws(Refusal) {
    guard package.service == policy.service else {
      throw Refusal(
        .notAsListed, blame: .peer,
        "this is the service \(package.service) and not \(policy.service); do not use it, and ask another directory")
    }
    let terms = package.terms
    guard terms.isComplete, terms.signers.count == 1, let signature = terms.signatures.first else {
      throw Refusal(.wrongSigner, blame: .peer, "terms of business are signed by exactly one seller")
    }
    if let key = policy.sellers[signature.header.kid] {
      (seller, identity) = (key, nil)
    } else {
      let certified = try Self.identity(signature.header.certificates, policy)
      (seller, identity) = (certified.key, certified)
    }
    try terms.verifySignatures(keys: KeySet([seller]))
    try Self.check(package.texts, policy.texts)
    self.package = package
  }

  private static func identity(
    _ chain: [[UInt8]], _ policy: PackagePolicy
  ) throws(Refusal) -> CertifiedIdentity {
    let verifier: CertificateVerifier
    do {
      verifier = try CertificateVerifier(
        policy: CertificatePolicy(roots: policy.roots, role: .seller, time: policy.time))
    } catch {
      throw Refusal(.untrusted, blame: .peer, "the seller's key is not known here and no authority is trusted")
    }
    return try verifier.verdict(on: chain).identity()
  }

  private static func check(
    _ texts: [LanguageTag: LegalText], _ named: [LanguageTag: Digest]?
  ) throws(Refusal) {
    guard let named else { return }
    for (language, text) in texts.sorted(by: { $0.key < $1.key }) where named[language] != text.digest {
      throw Refusal(
        .notAsListed, blame: .peer, "the legal text in “\(language)” is not the one that the terms name")
    }
    for language in named.keys.sorted() where texts[language] == nil {
      throw Refusal(.notAsListed, blame: .peer, "the legal text in “\(language)” that the terms name is missing")
    }
  }
}
