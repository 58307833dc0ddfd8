import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

// Certificates of the peer's, for who relies on them.
extension PartyDesk {
  /// Puts each X.509 certificate that the exchange has brought into its item's place: `.pem` as every program reads it, and
  /// `.json` with what makes it count (`StapledCertificate`). Doing it again changes nothing.
  func keepCertificates(of agreed: AgreedExchange) async throws {
    let bundle = try await bundle(of: agreed)
    let (side, peer) = (agreed.side, agreed.side.role.peer)
    let shelf = shelf(agreed.peer, of: side.items(of: peer))
    let kind: StatementKind = peer == .originator ? .commitOriginator : .commitResponder
    guard let commitment = try bundle.statements.first(where: { $0.kind == kind }).flatMap(Commitment.init(carriedBy:))
    else { return }
    let (secret, resolution) = try (opened(by: peer, bundle), resolution(bundle))
    for item in commitment.locked {
      guard let stapled = StapledCertificate(item, secret: secret, resolution: resolution) else { continue }
      try shelf.put(PEM.certificate(stapled.certificate.bytes), at: item.path + ".pem")
      try shelf.put(stapled.canonicalBytes, at: item.path + ".json")
    }
  }

  private func opened(by peer: ExchangeRole, _ bundle: ExchangeBundle) throws(Refusal) -> OpeningSecret? {
    for signed in bundle.statements {
      switch (signed.kind, peer) {
      case (.openOriginator, .originator): return try VerifiedStatement<OpenOriginator>.content(of: signed).secret
      case (.openResponder, .responder): return try VerifiedStatement<OpenResponder>.content(of: signed).secret
      default: continue
      }
    }
    return nil
  }

  private func resolution(_ bundle: ExchangeBundle) throws(Refusal) -> SignedStatement? {
    for signed in bundle.statements where signed.kind == .decision {
      if try VerifiedStatement<ArbiterDecision>.content(of: signed).verdict == .resolved { return signed }
    }
    return nil
  }
}
