import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

extension WalletPayments {
  /// How long to wait before a payee who is not there is asked again.
  private static let pause = Span(seconds: 1)

  /// Runs the body with a payment manager that runs, and has taken up what an earlier process left open.
  func running<Result: Sendable>(_ body: (PaymentManager) async throws -> Result) async throws -> Result {
    let manager = try installed()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await manager.run() }
      defer { group.cancelAll() }
      _ = try await manager.recover()
      return try await body(manager)
    }
  }

  /// Has the seller confirm what the payer has agreed to, and pays it. What was begun before is found again.
  func begin(_ paid: PaidBill, by manager: PaymentManager) async throws {
    let offer = paid.offered.offer
    if paid.agreement != nil, try await standing(of: paid.bill.id, ifBegunBy: manager) != nil { return }
    let agreed = try await manager.agree(
      offer: offer, selection: paid.selection,
      confirmation: try await ShopClient(transport: around.transport, address: paid.shop)
        .confirmation(of: paid.selection, for: paid.bill.id),
      payee: paid.payee)
    var confirmed = paid
    confirmed.agreement = agreed.digest
    try await bills.keep(confirmed)
    try await lines.open(to: paid.shop, for: agreed.digest)
    _ = try await manager.pay(agreed)
  }

  /// Hears payees until every operation is over and told, or until a time.
  func follow(_ agreements: [Digest], by manager: PaymentManager, until deadline: Timestamp) async throws {
    let (lines, time) = (lines, around.time)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await manager.idle() }
      group.addTask { try await time.wait(until: deadline) }
      for agreement in agreements { group.addTask { try await Self.listen(agreement, lines, time, manager) } }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Hears a payee until the task is cancelled.
  private static func listen(
    _ agreement: Digest, _ lines: PayeeLines, _ time: any TimeSource, _ manager: PaymentManager
  ) async throws {
    while true {
      do {
        _ = try await lines.hear(agreement, waiting: true, by: manager)
      } catch {
        try Task.checkCancellation()
        try await time.wait(until: time.now().advanced(by: pause))
      }
    }
  }

  /// Takes all that a payee has to say now.
  func hear(_ agreement: Digest?, by manager: PaymentManager) async throws {
    guard let agreement else { return }
    while try await lines.hear(agreement, waiting: false, by: manager) {}
  }

  /// Those of some agreements under which a payee has ever said anything.
  func heard(_ agreements: [Digest]) async throws -> [Digest] {
    var heard: [Digest] = []
    for agreement in agreements where try await lines.line(for: agreement).map({ $0.taken > 0 }) ?? false {
      heard.append(agreement)
    }
    return heard
  }

  /// How a bill that this wallet has agreed to pay stands.
  func standing(of id: ID<Bill>, _ manager: PaymentManager) async throws -> BillPayment {
    guard let standing = try await standing(of: id, ifBegunBy: manager) else {
      throw Refusal(.unknownPayment, blame: .us, "the payment of this bill was not begun")
    }
    return standing
  }

  /// Likewise; `nil` when it was not begun.
  func standing(of id: ID<Bill>, ifBegunBy manager: PaymentManager) async throws -> BillPayment? {
    guard let paid = try await bills.bill(id), let agreement = paid.agreement,
      let status = try await status(under: agreement, manager)
    else { return nil }
    return BillPayment(paid, status, try manager.descriptor(of: status.purse))
  }

  /// How what was agreed stands; `nil` when neither a payment nor a lock was begun.
  func status(under agreement: Digest, _ manager: PaymentManager) async throws -> PaymentStatus? {
    do {
      return try await manager.status(of: manager.payment(under: agreement))
    } catch let refusal as Refusal where refusal.code == .unknownPayment {
      return nil
    }
  }
}

extension PaymentManager {
  fileprivate func descriptor(of purse: PurseID) throws(Refusal) -> PurseDescriptor {
    guard let descriptor = purses.first(where: { $0.id == purse }) else {
      throw Refusal(.unavailable, blame: .us, "the purse that paid this bill is not installed here any more")
    }
    return descriptor
  }
}
