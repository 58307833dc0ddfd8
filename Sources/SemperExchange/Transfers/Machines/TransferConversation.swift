import SemperCryptography
import SemperModel

/// How far a sender has come with one recipient.
struct TransferConversation: Hashable, Sendable {
  enum Phase: Hashable, Sendable {
    /// Nothing but our own attempts.
    case trying
    /// The agent is to get the letter.
    case submitting
    case submitted(SignedStatement)
    case transported(submission: SignedStatement, transport: SignedStatement)
    /// The recipient does not want it, or says so after it has read it; the agent is to sign that it was sent all the same.
    case refusing(Refusal)
    case ended(TransferOutcome)
  }

  let recipient: Thumbprint
  var phase = Phase.trying

  var outcome: TransferOutcome? {
    switch phase {
    case .ended(let outcome): outcome
    case .trying, .submitting, .submitted, .transported, .refusing: nil
    }
  }

  /// Nobody signs a refusal: where there is an agent, its token has to be had before that ends it.
  mutating func replied(_ reply: TransferReply, hasAgent: Bool) {
    switch (phase, reply) {
    case (.ended, _): break
    case (.trying, .kept(let receipt)), (.submitting, .kept(let receipt)), (.submitted, .kept(let receipt)),
      (.transported, .kept(let receipt)), (.refusing, .kept(let receipt)):
      phase = .ended(receipt.map(TransferOutcome.received) ?? .acknowledged)
    case (.trying, .refused(let refusal)), (.submitting, .refused(let refusal)):
      phase = hasAgent ? .refusing(refusal) : .ended(.refused(refusal))
    case (.submitted, .refused(let refusal)), (.transported, .refused(let refusal)):
      phase = .ended(.refused(refusal))
    case (.refusing, .refused): break
    }
  }

  mutating func patienceEnded() {
    switch phase {
    case .trying: phase = .submitting
    case .submitting, .submitted, .transported, .refusing, .ended: break
    }
  }

  mutating func submitted(_ token: SignedStatement) {
    switch phase {
    case .trying, .submitting: phase = .submitted(token)
    case .refusing(let refusal): phase = .ended(.refused(refusal))
    case .submitted, .transported, .ended: break
    }
  }

  /// Where a receipt is asked for, the recipient is tried on; otherwise there is nothing more to be had.
  mutating func transported(_ token: SignedStatement, asksReceipt: Bool) {
    switch phase {
    case .submitted(let submission):
      phase =
        asksReceipt
        ? .transported(submission: submission, transport: token)
        : .ended(.transported(submission: submission, transport: token))
    case .trying, .submitting, .transported, .refusing, .ended: break
    }
  }

  /// The end without an answer, with what is known.
  mutating func end(without outcome: TransferOutcome) {
    switch phase {
    case .trying, .submitting: phase = .ended(outcome)
    case .refusing(let refusal): phase = .ended(.refused(refusal))
    case .submitted(let submission): phase = .ended(.submitted(submission))
    case .transported(let submission, let transport):
      phase = .ended(.transported(submission: submission, transport: transport))
    case .ended: break
    }
  }
}
