import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

// What has come is held against what was expected once more, when it is here.
extension PartyDesk {
  /// The first item of the peer's that is not what this party expected, with the peer's blame; `nil` when all are. The exchange
  /// stands all the same, because both have what was described: what to do about it is for the owner.
  func unexpected(in agreed: AgreedExchange) async throws -> Refusal? {
    let side = agreed.side
    let locked = try await commitment(of: side.role.peer, in: agreed)?.locked ?? []
    return try await unexpected(in: agreed, among: side.items(of: side.role.peer), locked: locked)
  }

  /// The same after an exchange piece for piece, of the pieces that this party has got.
  func unexpected(in agreed: AgreedExchange, after outcome: PieceOutcome) async throws -> Refusal? {
    let items = agreed.side.items(of: agreed.side.role.peer)
    return try await unexpected(in: agreed, among: Array(items.prefix(outcome.held(of: items.count))), locked: [])
  }

  private func unexpected(
    in agreed: AgreedExchange, among items: [DescribedItem], locked: [LockedItem]
  ) async throws -> Refusal? {
    let shelf = shelf(agreed.peer, of: items)
    for (expected, item) in zip(agreement.expects, items) {
      guard let expectation = expected.expectation else { continue }
      do {
        let receipt = locked.first { $0.path == item.path }?.lockReceipt
        try expectation.check(try await opened(item, receipt, agreed.side, on: shelf), as: .opened)
      } catch let refusal as Refusal {
        return refusal
      }
    }
    return nil
  }

  private func opened(
    _ item: DescribedItem, _ receipt: SignedStatement?, _ side: ExchangeSide, on shelf: PartyShelf
  ) async throws -> ItemParticulars {
    if let root = item.description.content {
      return try await shelf.opened(item, root, exchange: side.terms.id)
    }
    if case .lock = item.description, let receipt {
      return try ItemParticulars(VerifiedStatement<LockReceipt>(verifying: receipt, keys: side.terms.keys))
    }
    // A statement or credential is its document, which the commitment was checked for.
    return try ItemParticulars(item.description)
  }

  private func commitment(of role: ExchangeRole, in agreed: AgreedExchange) async throws -> Commitment? {
    let kind: StatementKind = role == .originator ? .commitOriginator : .commitResponder
    return try await bundle(of: agreed).statements.first { $0.kind == kind }.flatMap { try Commitment(carriedBy: $0) }
  }
}

extension PieceOutcome {
  /// How many of the peer's pieces are here, of so many.
  fileprivate func held(of all: Int) -> Int {
    switch self {
    case .completed: all
    case .stopped(_, _, let holds), .wronged(_, let holds): holds
    case .declined: 0
    }
  }
}
