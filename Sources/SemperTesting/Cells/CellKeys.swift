import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Everybody's keys in one exchange of a test.
struct CellKeys {
  /// Who proposes, then who is invited.
  let parties = [SigningKey(), SigningKey()]
  /// The ledger at which each of them usually pays.
  let ledgers = [SigningKey(), SigningKey()]
  let issuer = SigningKey()
  let registry = SigningKey()

  /// What a side gives that is no data.
  func description(of ware: Ware, at path: String, fromSide side: Int) throws -> ItemDescription {
    let payee = parties[1 - side].thumbprint
    let ledger = ledgers[ware == .more ? 1 - side : side].thumbprint
    let price = try Money("5.00", Currency(code: "EUR"))
    let document = path.documentDigest
    switch ware {
    case .receipt: return .statement(document: document)
    case .certificate:
      return .certificate(document: try CellIssuer.content(at: path).documentDigest, issuer: issuer.thumbprint)
    case .credential:
      return .credential(document: document, issuer: issuer.thumbprint, registry: registry.thumbprint)
    case .money, .more: return .lock(amount: price, payee: payee, ledger: ledger)
    case .bond: return .bond(amount: price, payee: payee, ledger: ledger)
    case .reversible:
      return .reversibleLock(
        amount: price, payee: payee, ledger: ledger, settlement: Span(seconds: 3 * CellRun.window.seconds))
    case .mail, .small, .large: preconditionFailure("data lies on the shelf")
    }
  }
}
