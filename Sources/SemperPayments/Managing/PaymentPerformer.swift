import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// Does what an operation's machine asks for.
struct PaymentPerformer<Purse: PaymentPurse>: Sendable {
  let purse: Purse
  let opening: PaymentOpening
  /// Inquiries that an earlier process may have begun: one of these that is not repeatable is in doubt.
  let restored: Set<Int>
  let surroundings: PaymentSurroundings

  /// Signing needs nobody.
  func compute(_ action: PaymentAction) throws -> [PaymentEvent]? {
    switch action {
    case .sign(let token): [.signed(token.number, try sign(token))]
    case .deliver, .ask, .wait: nil
    }
  }

  func perform(_ action: PaymentAction) async throws -> [PaymentEvent] {
    switch action {
    case .sign(let token): return [.signed(token.number, try sign(token))]
    case .deliver(let number, let token): return [try await deliver(number, token)]
    case .ask(let number, let inquiry): return [try await ask(number, inquiry)]
    case .wait(let until):
      try await surroundings.time.wait(until: until)
      return [.timePassed(until)]
    }
  }

  private func sign(_ token: PaymentToken) throws -> SignedStatement {
    guard let agreement = opening.task.agreement, let terms = opening.terms,
      let key = surroundings.keys.signing(for: token.from, agreement, terms)
    else {
      throw Refusal(.wrongSigner, blame: .us, "this manager does not hold the key that signs for this payment")
    }
    return try VerifiedStatement(signing: token, with: [key]).signed
  }

  private func deliver(_ number: Int, _ token: SignedStatement) async throws -> PaymentEvent {
    guard let terms = opening.terms, let party = opening.task.party else {
      preconditionFailure("only operations between two sides have tokens")
    }
    do {
      try await surroundings.carrier.carry(token, under: terms, from: party)
      return .delivered(number)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .turnedDown(number, refusal)
    }
  }

  private func ask(_ number: Int, _ inquiry: Inquiry) async throws -> PaymentEvent {
    if !inquiry.isRepeatable, restored.contains(number) { return .doubted(number) }
    do {
      return .answered(number, ByteString(try await purse.ask(inquiry, in: opening)))
    } catch  where !inquiry.isRepeatable && !Task.isCancelled {
      return .doubted(number)
    }
  }
}
