import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What a till asks the gateway after the payment.
extension SETShopTill {
  func write(_ opening: PaymentOpening, _ terms: PaymentTerms, at now: Timestamp) async throws -> [UInt8] {
    let approval = try await approved(before: opening.task, terms)
    var generator = SystemRandomNumberGenerator()
    switch opening.task {
    case .refund(let before, let statement):
      // Named after the refund, so that the cardholder sees which refund the gateway's answer is about.
      let name = try RRPID(bytes: Array(statement.digest.bytes.prefix(20)))
      return try desk.reverse(
        Credit.self, approval, amount: before.amount, named: name, using: &generator, at: now
      ).1
    case .capture(let before): return try desk.capture(approval, amount: before.amount, using: &generator, at: now).1
    case .void: return try desk.void(approval, using: &generator, at: now).1
    case .pay, .receive, .authorise, .takeRefund, .withdraw, .deposit, .exchange, .restore:
      throw Refusal(.notSupported, blame: .us, "nothing is written to the gateway for this")
    }
  }

  func order(
    _ paper: SETPaper, _ opening: PaymentOpening, _ terms: PaymentTerms, at now: Timestamp
  ) async throws -> SETVerdict {
    let (message, words) = (paper.messages[0], SETWords(gateway: gateway.word))
    let answer = try await gateway.answer(message, at: now)
    let no = Refusal(.notAsOffered, blame: .provider, "the gateway did not do it")
    if let proof = try error(answer, to: message) { return .concluded(.refused(no, [proof]), nil) }
    guard let amount = opening.amount else { throw no }
    let approval = try await approved(before: opening.task, terms)
    let wrapper = try MessageWrapper(answer)
    let proof: PaymentProof
    let isDone: Bool
    switch (opening.task, wrapper.message) {
    case (.refund, .credRes(let sealed)):
      proof = words.credit(try sealed.open(with: desk.transport).data)
      isDone = try done {
        _ = try desk.reversed(
          Credit.self, answer, to: MoneyAsked(message, about: approval, amount: amount), at: now)
      }
    case (.capture, .capRes(let sealed)):
      proof = words.capture(try sealed.open(with: desk.transport).data)
      isDone = try done {
        _ = try desk.captured(answer, to: MoneyAsked(message, about: approval, amount: amount), at: now)
      }
    case (.void, .authRevRes(let sealed)):
      proof = words.void(try sealed.content.open(with: desk.transport).data)
      isDone = try done {
        _ = try desk.voided(
          answer, to: MoneyAsked(message, about: approval, amount: .zero(amount.currency)), at: now)
      }
    default: throw SETRefusal.unexpected(wrapper)
    }
    try words.read(proof).require(number(opening.task, terms))
    guard isDone else { return .concluded(.refused(no, [proof]), nil) }
    let tells = opening.task.kind == .refund
    return .concluded(.settled(amount, [proof]), tells ? SETPaper([proof.canonicalBytes]) : nil)
  }

  /// The number of the order that an operation follows on.
  private func number(_ task: PaymentTask, _ terms: PaymentTerms) -> LocalID? {
    if case .refund(let before, _) = task { return try? AgreedOrder.number(of: before, terms) }
    return try? AgreedOrder.number(of: terms)
  }

  /// Whether the gateway did it; throws for an answer that is none.
  private func done(_ body: () throws -> Void) throws -> Bool {
    do {
      try body()
      return true
    } catch let refusal as SETRefusal where refusal.check == .state {
      return false
    }
  }
}
