import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

extension Stage {
  /// What has to stand at a ledger or in a registry for each of a party's items, in their order; `nil` for the others.
  func holdings(of role: ExchangeRole, _ deviation: Deviation = .none) throws -> [Holding?] {
    try side(role).items(of: role).map { item in
      func lock(_ amount: Money, _ payee: Thumbprint, _ rule: LockRule, _ settlement: Span? = nil) throws -> Holding {
        .lock(
          LockTerms(
            exchange: exchange(deviation), path: place(item, deviation),
            opening: opening(of: role, at: item.path, deviation).digest,
            amount: deviation == .lesserItem ? try Money("4.99", amount.currency) : amount,
            payee: deviation == .otherPayee ? cast.key(role).thumbprint : payee,
            refund: cast.key(role).thumbprint, arbiter: arbiter(deviation, of: role),
            rule: deviation == .otherRule ? (rule == .bond ? .payment : .bond) : rule, settlement: settlement))
      }
      switch item.description {
      case .lock(let amount, let payee, _):
        return try lock(amount, payee, terms.body.lockRule(of: role))
      case .bond(let amount, let payee, _): return try lock(amount, payee, .bond)
      case .reversibleLock(let amount, let payee, _, let settlement):
        return try lock(amount, payee, .payment, settlement)
      case .credential(let document, let issuer, _):
        return .status(
          StatusTerms(
            exchange: exchange(deviation), path: place(item, deviation), credential: document, issuer: issuer,
            arbiter: arbiter(deviation, of: role)))
      case .statement, .certificate, .mail, .checkedData, .data, .unsecured: return nil
      }
    }
  }

  /// A party's items in locked form with its sealed secret.
  ///
  /// - Parameters:
  ///   - receipts: of ledgers and registries, one for each of `holdings` that is not `nil`.
  ///   - transplant: the sealed secret of somebody else, for that deviation.
  func commitment(
    of role: ExchangeRole, _ deviation: Deviation = .none, receipts: [SignedStatement], transplant: ByteString? = nil
  ) async throws -> Commitment {
    var receipts = receipts[...]
    var locked = [LockedItem]()
    for item in side(role).items(of: role) {
      let form: LockedItem.Form
      switch item.description {
      case .statement(let document): form = .statement(try conditional(item, document, role, cast.key(role), deviation))
      case .certificate(let document, _):
        form = .statement(try conditional(item, document, role, cast.issuer, deviation))
      case .credential(let document, _, _):
        form = .credential(
          try conditional(item, document, role, cast.issuer, deviation), status: receipts.removeFirst())
      case .lock, .bond: form = .lock(receipts.removeFirst())
      case .reversibleLock: form = .reversibleLock(receipts.removeFirst())
      case .mail: form = .mail(try await sealed(item, role, deviation))
      case .checkedData: form = .checkedData(try await sealed(item, role, deviation))
      case .data: form = .data(try await sealed(item, role, deviation))
      case .unsecured: continue
      }
      locked.append(LockedItem(path: item.path, form: form))
    }
    return Commitment(escrow: try escrow(of: role, deviation, transplant), locked: locked)
  }

  private func sealed(_ item: DescribedItem, _ role: ExchangeRole, _ deviation: Deviation) async throws -> LockedData {
    // What is withheld must not have the root of what is not.
    try await goods.locked(
      deviation == .badData ? .other : deviation == .withheld ? .withheld : .described, exchange: terms.id,
      opening: (deviation == .withheld ? wrongSecret : secret(role)).opening(for: item.path))
  }

  private func conditional(
    _ item: DescribedItem, _ document: Digest, _ role: ExchangeRole, _ signer: SigningKey, _ deviation: Deviation
  ) throws -> SignedStatement {
    let signer = deviation == .otherSigner ? cast.ledger : signer
    let conditional = try ConditionalStatement(
      exchange: exchange(deviation), path: place(item, deviation),
      document: deviation == .lesserItem ? "less".documentDigest : document,
      opening: opening(of: role, at: item.path, deviation).digest, signer: signer.thumbprint)
    return try SignedStatement(conditional, signedBy: [signer])
  }

  private func exchange(_ deviation: Deviation) -> Digest {
    deviation == .otherExchange ? "another exchange".documentDigest : terms.id
  }

  private func place(_ item: DescribedItem, _ deviation: Deviation) -> String {
    deviation == .otherPlace ? "elsewhere/0" : item.path
  }

  private func arbiter(_ deviation: Deviation, of role: ExchangeRole) -> Thumbprint {
    (deviation == .otherArbiter ? cast.key(role) : cast.arbiter).thumbprint
  }

  private func opening(of role: ExchangeRole, at path: String, _ deviation: Deviation) -> ItemOpening {
    (deviation == .otherOpening ? wrongSecret : secret(role)).opening(for: path)
  }

  private func escrow(
    of role: ExchangeRole, _ deviation: Deviation, _ transplant: ByteString?
  ) throws -> ByteString {
    switch deviation {
    case .none, .twin, .badData, .otherOpening, .withheld, .otherPayee, .otherArbiter, .otherRule, .otherSigner,
      .otherPlace, .otherExchange, .lesserItem:
      try Escrow.seal(secret(role), role: role, terms: terms)
    case .garbageEscrow: ByteString(Array(repeating: 1, count: 80))
    case .otherSecretEscrow: try Escrow.seal(wrongSecret, role: role, terms: terms)
    case .otherRoleEscrow: try Escrow.seal(secret(role), role: role.peer, terms: terms)
    case .transplantedEscrow: transplant ?? ByteString(Array(repeating: 2, count: 80))
    }
  }
}
